package page

import (
	"errors"
	"fmt"
	"io"
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
	if !strings.HasPrefix(c.ContentType(), "application/x-www-form-urlencoded") {
		return errUnreadable
	}
	return receive(c, largestForm, c.Request.ParseForm)
}

// ReadFile reads a posted file of at most largest bytes, as ReadForm does a form.
func ReadFile(c *gin.Context, largest int64) (content []byte, err error) {
	err = receive(c, largest, func() error {
		content, err = io.ReadAll(c.Request.Body)
		return err
	})
	return content, err
}

var errUnreadable = survey.Fail(survey.Invalid, "form")

// receive lets read read the body of a request, which has at most largest bytes and arrives within
// formTime.
func receive(c *gin.Context, largest int64, read func() error) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largest)
	// Left as it is afterwards: the server sets its own for the next request.
	err := http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(formTime))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("limit the time of a form: %w", err)
	}
	err = read()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return ErrTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return survey.Fail(survey.Unavailable, "slow")
	}
	if err != nil {
		return errUnreadable
	}
	return nil
}
