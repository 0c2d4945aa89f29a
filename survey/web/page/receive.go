package page

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// largestForm is the most bytes a posted form may have. A whole battery with
// every box ticked is below 4 kB.
const largestForm = 64 << 10

// formTime is how long a form may take to arrive. The page's own script gives
// up after the same time and sends again.
const formTime = time.Minute

// ReadForm reads the posted form into c.Request.PostForm. A form that does not
// arrive within formTime is an error of kind Unavailable: the phone may send it
// again.
func ReadForm(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largestForm)
	unreadable := survey.Fail(survey.Invalid, "form")
	if !strings.HasPrefix(c.ContentType(), "application/x-www-form-urlencoded") {
		return unreadable
	}
	// Left as it is afterwards: the server sets its own for the next request.
	err := http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(formTime))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("limit the time of a form: %w", err)
	}
	err = c.Request.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return ErrTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return survey.Fail(survey.Unavailable, "slow")
	}
	if err != nil {
		return unreadable
	}
	return nil
}
