package page

import (
	"io"
	"strings"

	"github.com/gin-gonic/gin"
)

// ReadFormWithFile reads a posted form that has a file in it, of at most largest bytes together: its
// values into c.Request.PostForm, and what the file in a field holds, nil where none was chosen. It
// takes a form without files too. The form arrives within a minute, as for ReadForm, and nothing of it is
// written to the disk.
func ReadFormWithFile(c *gin.Context, field string, largest int64) (content []byte, err error) {
	if !strings.HasPrefix(c.ContentType(), "multipart/form-data") {
		return nil, ReadForm(c)
	}
	err = receive(c, largest, func() error { return c.Request.ParseMultipartForm(largest) })
	if err != nil {
		return nil, err
	}
	c.Request.PostForm = c.Request.MultipartForm.Value
	files := c.Request.MultipartForm.File[field]
	if len(files) == 0 || files[0].Size == 0 {
		return nil, nil
	}
	file, err := files[0].Open()
	if err != nil {
		return nil, errUnreadable
	}
	defer file.Close()
	return io.ReadAll(file)
}
