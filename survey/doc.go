// Package survey is the domain of Frågebatteri: the words it uses and the rules
// it keeps. It imports the standard library and nothing else, so that whoever
// wants to know whether the promise holds can read one small package.
//
// The promise to the person who answers: nobody at the municipality can see
// what you answer, and answers are only shown together with those of at least
// eleven other people. And because answers are mixed before they are counted,
// no result makes it certain what one person answered, even to somebody who
// knows all other answers; treblock.MixPercent says how sure they can be.
//
// # Words
//
// The same in Go, SQL, addresses, pages and documents.
//
//	battery         a versioned set of questions with the same ids for ever
//	question        K12; its options o1 …, dk (don't know), na (don't want to answer); not answered counts as skip
//	topic           what a question is about: work, housing; never called area
//	question role   what a question is for beside being counted: help, frank, gender, time
//	intervention    what a municipality offers: a course, a language café, parental support; people read programme
//	round           a period of answering with one public key; open → closing → closed → exported → sealed
//	round texts     what everybody who answers in a round reads of its batteries, frozen when it opens
//	session         one gathering or poster: municipality, intervention, channel, timing, a code, a time window, how many are announced, a capacity
//	channel         how the code reached people: ambassador, group, association, self
//	ticket          a single-use code on a paper card
//	submission      what arrives from a phone; no field for a person, an address, a device or a time
//	pending answer  a submission at rest: ciphertext only, until the round is sealed
//	receipt         proof that a nonce was received in a session; nothing joins it to a pending answer
//	seal            on the steward's own computer: decrypt, mix, group, round, attack, check, sign
//	mixing          each answer is replaced at random with a known probability, once, before it is counted (post-randomisation, PRAM)
//	estimate        the share of those who gave an answer before mixing, from released counts, with its interval
//	block           the answers that are tabulated together; at least twelve
//	release         an immutable, signed, chained file of protected counts: the only source of results
//	import file     what only the server needs of a sealed round: the release, the disposal record and what waits, signed
//	view            the same answers counted another way: by gender, time in Sweden, language, channel
//	staff           who signs in: steward, officer, ambassador, reader; known by a label, no name is asked for
//	invitation      a single-use card or link that makes somebody staff on one device
//	sign-in         a browser in which somebody on the staff is signed in; never called session
//	clip            one text read aloud; what is recorded is a proposal until a second person has approved it
//	plan            what a round intends to ask: intervention, week, ambassador, expected people; entries become sessions
//	forecast        what the release of a plan is likely to show, by grouping made-up attendance as the seal does
//	voice           what a gathering said aloud, in themes of a fixed list; no part of the results
//	draft           a battery of a region's own: written, referred, frozen, translated, approved, retired
//	referral        a battery that is read and commented on until a day, before it is frozen (remiss)
//	judgement       what a reader says of a text: right, could be better, wrong; until a steward decides
//	reporting area  neighbouring small municipalities that share a block when alone they are too few
//
// # How answers flow
//
// One direction, and no way back:
//
//	phone ─form→ web ─Posted→ Participants ─Encrypt→ answers.db
//	answers.db ─ExportPending→ pending file ─sealing→ release and import file ─ImportRelease→ registry.db (answers destroyed)
//	release ─PublishRelease→ pages, exports, API (staff read it before)
//
// Nothing is shown while answers come in, and nothing is ever computed from
// answers after the seal.
//
// # Where things are
//
//	errors.go        Error: a kind, a code and values; worded where it meets people
//	name.go          the rules of names and ids, for imports, rounds and releases alike
//	slug.go          Slug: names in addresses and names of files
//	language.go      ChooseLanguages: which languages a round can use
//	place.go         Place: a municipality, a reporting area or the region
//	battery.go       Battery, Question, Table: what is asked and how it is counted
//	battery_part.go  short forms: batteries that ask some questions of another
//	set.go           Set: batteries that a session asks together; Form: the questions of one form
//	asks.go          which set a round asks about which interventions
//	battery_import.go ImportBattery: batteries from files of other programs
//	worded.go        Worded: a battery with its words, whole or in the making
//	drafting.go      BatteryDraft: a battery of a region's own, from the first question on; how far it has come
//	drafting_question.go drafting_edit.go drafting_words.go writing questions, and their words in all languages
//	drafting_state.go referred, frozen, approved, retired; which batteries a new round may ask
//	referral.go      Comment: what officers and readers say of a battery that is referred
//	minutes.go       how long it takes to answer
//	question_role.go QuestionRole: what is made of answers beside counting them
//	catalogue.go     Catalogue: what is known without a data folder
//	round.go         Round and its states
//	opening.go       NewRound, OpenRound: what a round is opened with, and all that keeps it from being opened
//	calendar.go      what stewards see of rounds: what happens when, how many have answered
//	promise.go       Promise: what can be promised truthfully to those who answer
//	round_texts.go   RoundTexts: what a round reads and asks, whatever is worded later
//	session.go       Session, tickets, grace
//	region.go        in which county sessions are held, and which municipalities take part
//	setup.go         what a steward says of host, region and reporting areas; two at once
//	signer.go        with which key releases are signed, and which were before
//	progress.go      Progress: what is still to be set up, and what is to be done now
//	capacity.go      MostPlaces, AddPlaces: how many answers a session takes
//	gathering.go     what whoever leads a session sees of it, and may still change
//	code.go typed.go codes, as they are made and as people type and paste them
//	intervention.go  Municipality, Intervention, Area
//	intervention_check.go what is right in an intervention
//	intervention_columns.go its columns in files, forms and the history of changes
//	intervention_filter.go looking for interventions
//	afterwards.go    what an intervention was to reach, and what became of it
//	register.go      the register of interventions: adding, changing, closing, merging
//	register_import.go files of the register; what it begins with
//	host.go          Host: who runs an instance
//	submission.go    Answers, Submission: checking a form; the fixed size of a submission
//	day.go           DayOf: where days begin
//	crypt.go         PublicKey, PrivateKey: HPKE, one key pair for each round
//	view.go          Dimension: the ways in which answers are counted a second time
//	service.go       Service: puts together what the next three can do
//	participants.go  Participants: Visit and Submit; reads the registry, writes answers, by type
//	room.go          whether a session takes one more answer, told before the first question; counts kept for a while
//	plan.go plan_check.go  PlanEntry: gatherings to hold, and what became of them
//	plan_basis.go    PlanBasis: what a forecast is made of
//	week.go          Week: weeks as calendars in Sweden number them
//	desk.go may.go   Desk: what staff do, bound to an Actor; who may do what
//	log.go log_said.go AuditLog: what staff have done, read back from the audit log
//	staff.go         Staff: who signs in; inviting and revoking
//	staff_filter.go  looking for somebody on the staff
//	door.go          Door: invitations and sign-ins, before it is known who somebody is
//	sign_in.go       where somebody is signed in
//	return.go        passkeys and identities, by which somebody signs in again
//	provider.go      Provider: a municipality's OpenID Connect
//	staff_store.go   what the registry keeps of staff
//	clip.go          who may record texts and approve recordings
//	housekeeping.go  Housekeeper: what has to be done as time passes
//	pending.go       PendingFile: what the steward takes to the computer with the key
//	pending_check.go what a pending file can say
//	pending_first.go reads pending files of the first format
//	release.go       ImportRelease: what comes back
//	publishing.go    Imported, PublishRelease: what staff read before everybody does
//	importing.go     Importer: the steps of an import over both stores, and what a crash leaves of it
//	voice.go         Voice: what gatherings said aloud, apart from their answers
//	judgement.go     Judgement: what readers say of texts, and deciding about it
//	reply.go         Reply: what a municipality says it will do now
//	answering.go     answering back: in Swedish, in other languages by two people, whether it was done
//	answering_desk.go what a municipality has answered, and what is left
//	replies_waiting.go which answers wait for somebody who reads a language
//	plain.go         Advise: what is hard to read in a Swedish text
//	registry.go      Registry: everything that is stored but answers; implemented by sqlite
//	answers.go       AnswerStore: pending answers, receipts, spent tickets; implemented by sqlite
//
// And around it, each with one reason to exist:
//
//	authors/     advice to those who write questions, and what must never be asked; compares versions in words
//	batteries/   the structure of each battery (JSON), of any folder
//	frozen/      takes in a battery that a region has frozen: into the data folder, and a service that runs
//	places/      municipalities, counties, interventions, reporting areas (CSV)
//	xlsform/     batteries as XLSForm, both ways, and as ODK XForm
//	register/    the register of interventions as CSV and XLSX, both ways
//	typed/       takes in what people type, paste and save: text, passphrases, CSV; writes CSV that they save again
//	wording/     names and texts of codes in one language; computes nothing
//	guide/       what an ambassador says and does, in the order in which it is read
//	treblock/    disclosure control: mixing, blocks, rounding, views, estimates; pure functions
//	release/     canonical JSON, hash chain, signature; the only place results are read from
//	findings/    what releases say of one place, summed up, and which differences are certain
//	attack/      tries to break a release before it is written: what do all tables together rule out
//	forecast/    what a release is likely to show of a plan; groups with treblock, as sealing does
//	plan/        plans as tables, there and back
//	honesty/     how far the answers can be relied on
//	sealing/     from pending file to release, on the steward's computer
//	offline/     the same and what goes before it as pages, on the steward's computer; no network
//	sqlite/      the only package with SQL
//	web/         puts the pages together; page/ what all have in common, participant/, results/, api/,
//	             staff/ (drafting/ where batteries are written and referred): the only packages with gin; chart/ pictures of shares
//	export/      a release in the formats of others; CSV also back
//	files/       writes a file, or several that belong together, whole or not at all
//	qr/          QR codes
//	openid/      signs people in at OpenID Connect providers
//	passkey/     makes and recognises passkeys
//	documents/   what a data protection officer asks for, filled in from rules and settings; as ODT
//	paper/       what is printed: posters, answer cards, invitations, the guide, documents, copies of keys, batteries
//	audio/       recorded clips of a deployment, and what waits for a second person to approve it
//	surveytest/  what tests of several packages share; webtest/ pages as tests ask for them; browsertest/ a phone
//
// Beside it are i18n/ (languages, texts and their review), locales/ (every word that people read,
// and one table of who reads it in which languages), static/ (style sheets, scripts, fonts) and
// cmd/fragebatteri/ (the commands; operator/ words errors for whoever gives them). The command lays
// what a data folder has of its own over what is built in (content.go), and hands it to the rest.
//
// Imports go one way, and a test keeps it so: survey, treblock, files, qr, i18n,
// locales and static import none of ours; web imports neither sqlite nor
// sealing; only the command imports everything.
//
// # What is stored
//
// registry.db: municipalities' interventions with what was changed of them by which role, rounds with
// their texts, their plans, sessions, hashes of tickets, releases, answers to them, which municipalities
// take part, the public keys of signers that were replaced, staff with hashes of what lets them in, what
// readers said of texts until a steward decides, batteries of the region's own with what roles said of
// them while they were referred, an audit log of what staff did. No request of a participant writes to it. Who opened a session,
// and who was to hold what was planned, is forgotten when its round is sealed.
// readers said of texts until a steward decides, an audit log
// of what staff did. No request of a participant writes to it. Who opened a session,
// who was to hold what was planned, and about which session the audit log
// says that an ambassador did something, is forgotten when its round is sealed.
//
// answers.db: pending answers (round, random key, ciphertext of one size),
// receipts, spent tickets, final counts. No time, no order, no language, no
// session beside an answer. It is never in a backup.
//
// Nothing about the request of a participant is stored or logged: no address,
// no user agent, no cookie, no time.
package survey
