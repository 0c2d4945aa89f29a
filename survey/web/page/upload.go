package page

import (
	"io"
	"strings"

	"github.com/gin-gonic/gin"
)

// ReadUpload reads a posted form with one file into c.Request.PostForm, all of it at most largest
// bytes, and returns what the file in a field holds; nothing where no file was chosen.
func ReadUpload(c *gin.Context, field string, largest int64) (content []byte, err error) {
	if !strings.HasPrefix(c.ContentType(), "multipart/form-data") {
		return nil, errUnreadable
	}
	err = receive(c, largest, func() error {
		if err := c.Request.ParseMultipartForm(largest); err != nil {
			return err
		}
		files := c.Request.MultipartForm.File[field]
		if len(files) == 0 {
			return nil
		}
		file, err := files[0].Open()
		if err != nil {
			return err
		}
		defer file.Close()
		content, err = io.ReadAll(file)
		return err
	})
	return content, err
}
