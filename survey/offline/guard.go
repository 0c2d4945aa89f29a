package offline

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"
)

// tokenField carries the token in the link that opens the desk.
const tokenField = "token"

// Guard lets those in who have the link, and nobody else on the computer or in another page of the
// browser.
type Guard struct {
	desk  *Desk
	addr  string // 127.0.0.1 and the port; what a browser must have asked for
	token string // 130 bits
}

// NewGuard returns the guard of a desk that is reached at an address, as in "127.0.0.1:51234", with a
// new token.
func NewGuard(d *Desk, addr string) *Guard { return &Guard{d, addr, strings.ToLower(rand.Text())} }

// Link returns the address that opens the desk, with its token.
func (g *Guard) Link() string { return "http://" + g.addr + "/?" + tokenField + "=" + g.token }

// Handler returns the pages behind the guard.
func (g *Guard) Handler() http.Handler {
	pages := http.NewCrossOriginProtection().Handler(g.desk.handler)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Host != g.addr:
			// Somebody else's name that leads here: its pages would be of the same origin as ours.
			refuse(w, http.StatusMisdirectedRequest)
		case g.isToken(r.URL.Query().Get(tokenField)) && r.Method == http.MethodGet:
			http.SetCookie(w, &http.Cookie{Name: g.cookie(), Value: g.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
			// The token is not left in the address of a page, from where it could be copied.
			w.Header().Set("Referrer-Policy", "no-referrer")
			w.Header().Set("Cache-Control", "no-store")
			http.Redirect(w, r, "/", http.StatusSeeOther)
		case g.known(r):
			pages.ServeHTTP(w, r)
		default:
			refuse(w, http.StatusForbidden)
		}
	})
}

// cookie returns the name of the cookie. Browsers send it to all ports of the computer: two desks
// must not take each other's.
func (g *Guard) cookie() string { return "desk-" + g.addr[strings.LastIndex(g.addr, ":")+1:] }

func (g *Guard) known(r *http.Request) bool {
	cookie, err := r.Cookie(g.cookie())
	return err == nil && g.isToken(cookie.Value)
}

func (g *Guard) isToken(given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(g.token)) == 1
}

// refuse says nothing of what is here.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "Öppna länken som programmet skrev.\nOpen the link that the program printed.", status)
}

// Serving limits how long a request may take. Opening keys takes seconds for each.
const Serving = 5 * time.Minute
