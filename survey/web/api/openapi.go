package api

import (
	_ "embed"

	"github.com/gin-gonic/gin"
)

//go:embed openapi.json
var openAPI []byte

// sendOpenAPI sends the description of everything here.
func (a *API) sendOpenAPI(c *gin.Context) error {
	return sendBytes(c, jsonType, aMinute, openAPI)
}
