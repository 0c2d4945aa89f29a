package offline

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey/web/page"
)

// mostFiles is the most bytes of a form with files. A pending answer takes about 700: that of a round
// with a hundred thousand is far below.
const mostFiles = 256 << 20

// upload is a file that was chosen in a form.
type upload struct {
	Name    string // as it was called, without folders
	Content []byte
}

// receiveFiles reads a form with files into memory, and returns those of one field. Nothing of it is
// written to the disk.
func receiveFiles(c *gin.Context, field string) ([]upload, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostFiles)
	err := c.Request.ParseMultipartForm(mostFiles)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, page.ErrTooLarge
	}
	if err != nil {
		return nil, refuseWith("offline.file.none")
	}
	var files []upload
	for _, header := range c.Request.MultipartForm.File[field] {
		file, err := readUpload(header)
		if err != nil {
			return nil, err
		}
		if file.Name != "" {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		return nil, refuseWith("offline.file.none")
	}
	return files, nil
}

func readUpload(header *multipart.FileHeader) (upload, error) {
	file, err := header.Open()
	if err != nil {
		return upload{}, err
	}
	content, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return upload{}, err
	}
	name := filepath.Base(strings.ReplaceAll(header.Filename, `\`, "/"))
	if name == "." || name == "/" || name == ".." {
		name = ""
	}
	return upload{name, content}, nil
}
