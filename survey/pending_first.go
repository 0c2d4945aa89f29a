package survey

// firstPendingFormat names the format of pending files before questions had
// roles. A question had an area where it now has a topic, and a view where it
// now has the role gender or time. The file had no day.
const firstPendingFormat = pendingFormats + "1"

// The ids that gave two questions of every battery their roles then.
const (
	firstHelp  = "Q1"
	firstFrank = "Q2"
)

type firstPending struct {
	PendingFile
	Batteries []firstBattery `json:"batteries"`
}

type firstBattery struct {
	Battery
	Questions []firstQuestion `json:"questions"`
}

type firstQuestion struct {
	Question
	Area string       `json:"area"`
	View QuestionRole `json:"view"`
}

// present returns what the file says as a file of plainPendingFormat that was exported
// on a day, so that a round that was exported before an upgrade can be sealed after it.
func (f firstPending) present(exported string) PendingFile {
	file := f.PendingFile
	file.Format, file.Exported = plainPendingFormat, exported
	for _, first := range f.Batteries {
		battery := first.Battery
		for _, q := range first.Questions {
			battery.Questions = append(battery.Questions, q.present())
		}
		file.Batteries = append(file.Batteries, &battery)
	}
	file.Digest = file.digest()
	return file
}

func (q firstQuestion) present() Question {
	question := q.Question
	question.Topic, question.Role = q.Area, q.View
	switch q.ID {
	case firstHelp:
		question.Role = RoleHelp
	case firstFrank:
		question.Role = RoleFrank
	}
	return question
}
