package live

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync/atomic"
	"time"
)

// Limits are what a test may do to a server.
type Limits struct {
	Hosts    []string      // besides loopback, hosts that may be talked to
	Requests int           // sent in all, at most
	Each     time.Duration // that an answer may take
	Wait     time.Duration // the longest that is waited for something to happen

	WrongCodes bool // wrong user codes are typed even where Hosts are named
}

// DefaultLimits are loopback only, and enough for a server that limits nothing.
var DefaultLimits = Limits{Requests: 20_000, Each: 10 * time.Second, Wait: 20 * time.Second}

// maxAnswer is the longest answer that is read, in bytes.
const maxAnswer = 4 << 20

// errEndless is an answer that is longer.
var errEndless = fmt.Errorf("the answer is longer than %d MiB", maxAnswer>>20)

// network sends what all browsers and clients of a test send, within its limits.
type network struct {
	limits  Limits
	sent    atomic.Int64
	spent   *atomic.Int64 // in all flows of a target
	silence *silence
	doors   *http.Transport
	lookup  func(ctx context.Context, kind, host string) ([]net.IP, error)
	connect func(ctx context.Context, kind, address string) (net.Conn, error)
}

func newNetwork(limits Limits) *network {
	n := &network{limits: limits, spent: &atomic.Int64{}, silence: &silence{}, doors: &http.Transport{}, lookup: net.DefaultResolver.LookupIP}
	n.connect = (&net.Dialer{Timeout: limits.Each}).DialContext
	// No proxy is asked: what is sent goes where the target says, and nowhere else.
	n.doors.DialContext = n.dial
	n.doors.MaxIdleConnsPerHost = 32
	n.doors.IdleConnTimeout = 5 * time.Second
	return n
}

// of is for one of the flows of a target: it counts apart, and spends the same budget.
func (n *network) of() *network {
	return &network{limits: n.limits, spent: n.spent, silence: n.silence, doors: n.doors, lookup: n.lookup, connect: n.connect}
}

// RoundTrip sends one request, of those that redirects lead to too.
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	if n.spent.Add(1) > int64(n.limits.Requests) {
		return nil, errSpent
	}
	n.sent.Add(1)
	return n.doors.RoundTrip(r)
}

// answer is what came back for a request.
type answer struct {
	status int
	header http.Header
	url    *url.URL // where redirects led to
	body   []byte
}

// browser is one party's: its cookies, and what was picked out of pages in it.
type browser struct {
	net    *network
	name   string
	jar    http.CookieJar
	page   *url.URL // the page it shows
	values map[string]string
	last   *answer // whatever it was
	sent   *[]exchange
}

func (n *network) browser(sent *[]exchange) *browser {
	jar, _ := cookiejar.New(nil) // fails never without options
	return &browser{net: n, jar: jar, values: map[string]string{}, sent: sent}
}

// exchange is a request and its answer, for reproducing them.
type exchange struct {
	Method, URL string
	At          string // what it is called where it fails, without what was issued or typed; else method and URL
	Header      map[string]string
	Form        map[string]string
	Body        string
	Jar         string // whose cookies go with it; empty: there are none
	Led         bool   // by redirects to another page
	Picked      map[string]string
	Status      int
}

// send sends one request and reads its answer. It fails with a Trouble only.
func (b *browser) send(ctx context.Context, e exchange, follow bool) (*answer, error) {
	at := cmp.Or(e.At, e.Method+" "+e.URL)
	target, err := url.Parse(e.URL)
	if err == nil && b.page != nil {
		target = b.page.ResolveReference(target)
	}
	if err != nil || target.Host == "" || target.Scheme != "http" && target.Scheme != "https" {
		return nil, &Trouble{"not a URL that can be asked", at}
	}
	if err := b.net.silence.over(at); err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, b.net.limits.Each)
	defer cancel()
	body, kind := []byte(e.Body), "application/json"
	if e.Form != nil {
		form := url.Values{}
		for name, value := range e.Form {
			form.Set(name, value)
		}
		body, kind = []byte(form.Encode()), "application/x-www-form-urlencoded"
	}
	request, err := http.NewRequestWithContext(within, e.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, &Trouble{"not a request that can be sent", at}
	}
	if len(body) > 0 {
		request.Header.Set("Content-Type", kind)
	}
	for name, value := range e.Header {
		request.Header.Set(name, value)
	}
	client := &http.Client{Transport: b.net, Jar: b.jar, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		switch {
		case !follow:
			return http.ErrUseLastResponse
		case len(via) >= 10:
			return errCircles
		}
		return nil
	}}
	if len(b.jar.Cookies(target)) > 0 {
		e.Jar = b.name
	}
	response, err := client.Do(request)
	e.URL = target.String()
	if err != nil {
		return nil, b.failed(ctx, err, at)
	}
	defer response.Body.Close()
	got := &answer{status: response.StatusCode, header: response.Header, url: response.Request.URL}
	if got.body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer+1)); err == nil && len(got.body) > maxAnswer {
		err = errEndless
	}
	if err != nil {
		return nil, b.failed(ctx, err, at)
	}
	b.net.silence.broken(at)
	if len(b.jar.Cookies(target)) > 0 {
		e.Jar = b.name
	}
	e.Status, e.Led = got.status, response.Request.URL.String() != request.URL.String()
	e.Picked = maps.Clone(b.values)
	*b.sent = append(*b.sent, e)
	b.last = got
	if got.status == http.StatusTooManyRequests {
		return nil, &Trouble{"the server limits requests (status 429)", at}
	}
	if got.status >= 500 {
		return nil, &Trouble{fmt.Sprintf("the server fails with status %d", got.status), at}
	}
	return got, nil
}

// failed is the trouble with a request that got no answer.
func (b *browser) failed(ctx context.Context, err error, at string) *Trouble {
	t := diagnose(ctx, err, at)
	if t.At == at && ctx.Err() == nil && !errors.Is(err, errSpent) {
		b.net.silence.kept(t)
	}
	return t
}

// adopt puts what another browser shows into this one, as a link that is passed on
// does: the page and what stands in it, without the cookies.
func (b *browser) adopt(from *browser) {
	b.page, b.values = from.page, maps.Clone(from.values)
}
