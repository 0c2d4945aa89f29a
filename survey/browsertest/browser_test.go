package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// browser is the one Chromium of all tests. Starting it takes seconds; each
// phone is a profile of its own in it, which shares neither storage nor cache
// nor connections with the others.
var browser struct {
	mu   sync.Mutex
	ctx  context.Context // nil before the first phone
	stop func()
	says string // the file that microphones hear, once each time they are opened
}

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "microphone")
	if err != nil {
		panic(err)
	}
	browser.says = filepath.Join(folder, "says.wav")
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		panic(err)
	}
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}

// startBrowser returns the running Chromium. One that has died is started
// again: its end must fail the test that saw it, and no other.
func startBrowser(t testing.TB) context.Context {
	t.Helper()
	browser.mu.Lock()
	defer browser.mu.Unlock()
	if browser.ctx != nil && browser.ctx.Err() == nil {
		return browser.ctx
	}
	if browser.stop != nil {
		browser.stop()
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-audio-capture", browser.says+"%noloop"), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("accept-lang", "en-US,en"), chromedp.WSURLReadTimeout(patience),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	browser.ctx, browser.stop = ctx, func() { cancel(); stop() }
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// patience is how long one thing may take: a hundred times what it takes on a
// machine at rest, so that only what never comes is given up.
const patience = 2 * time.Minute

// untilTheEnd ends a little before go test ends the test, so that what hangs
// still says what the page was, and the other tests what they found.
func untilTheEnd(ctx context.Context, t testing.TB) (context.Context, context.CancelFunc) {
	if limited, is := t.(interface{ Deadline() (time.Time, bool) }); is {
		if end, has := limited.Deadline(); has {
			return context.WithDeadline(ctx, end.Add(-time.Until(end)/20))
		}
	}
	return context.WithCancel(ctx)
}

// seats are for phones that are used at the same time.
var seats = make(chan struct{}, 2)

// parallel lets a test run beside one other.
func parallel(t *testing.T) {
	t.Helper()
	t.Parallel()
	seats <- struct{}{}
	t.Cleanup(func() { <-seats })
}

// inBrowser is a context for what is asked of the browser and not of a tab.
func inBrowser(ctx context.Context) context.Context {
	return cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
}

// newProfile makes a profile that is forgotten when the test ends.
func newProfile(t testing.TB) cdp.BrowserContextID {
	t.Helper()
	ctx := inBrowser(startBrowser(t))
	profile, err := target.CreateBrowserContext().Do(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := target.DisposeBrowserContext(profile).Do(ctx); err != nil {
			t.Errorf("forget the phone: %v", err)
		}
	})
	return profile
}

// newTab opens a tab of a phone. A profile without a window needs one, which
// is why this is not left to chromedp.
func newTab(t testing.TB, profile cdp.BrowserContextID, screen size) *phone {
	t.Helper()
	ctx := startBrowser(t)
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(inBrowser(ctx))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithTargetID(id))
	ctx, late := untilTheEnd(ctx, t)
	p := &phone{t: t, profile: profile, ctx: ctx, closeTab: func() { late(); cancel() }}
	t.Cleanup(p.closeTab)
	p.run(network.Enable(), emulation.SetTouchEmulationEnabled(true), emulation.SetFocusEmulationEnabled(true))
	leaveAtOnce(ctx)
	p.resize(screen)
	return p
}

// anotherTab opens a tab beside this one on the same phone.
func (p *phone) anotherTab(screen size) *phone {
	p.t.Helper()
	return newTab(p.t, p.profile, screen)
}

// media makes the phone prefer something, as in "prefers-color-scheme", "dark".
func (p *phone) media(pairs ...string) {
	p.t.Helper()
	var features []*emulation.MediaFeature
	for i := 0; i+1 < len(pairs); i += 2 {
		features = append(features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	p.run(emulation.SetEmulatedMedia().WithFeatures(features))
}
