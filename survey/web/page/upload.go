package page

import (
	"io"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// besides is how many bytes of a form there are beside the file in it.
const besides = 16 << 10

// ReadUpload reads a posted form with a file of at most largest bytes in one of its fields, as ReadForm
// does a form without. A form without a file is an error of kind Invalid.
func ReadUpload(c *gin.Context, field string, largest int64) (content []byte, err error) {
	if !strings.HasPrefix(c.ContentType(), "multipart/form-data") {
		return nil, errUnreadable
	}
	noFile := false
	err = receive(c, largest+besides, func() error {
		if err := c.Request.ParseMultipartForm(largest + besides); err != nil {
			return err
		}
		defer func() { _ = c.Request.MultipartForm.RemoveAll() }() // nothing was too large for memory
		c.Request.PostForm = c.Request.MultipartForm.Value
		file, _, err := c.Request.FormFile(field)
		if err != nil {
			noFile = true
			return nil
		}
		defer file.Close()
		content, err = io.ReadAll(file)
		return err
	})
	if err == nil && (noFile || len(content) == 0) {
		return nil, survey.Fail(survey.Invalid, "file")
	}
	return content, err
}
