package live

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"sync/atomic"
	"time"
)

// Limits are what a test may do to a server.
type Limits struct {
	Hosts    []string      // besides loopback, hosts that may be talked to
	Requests int           // sent in all, at most
	Each     time.Duration // that an answer may take
	Wait     time.Duration // the longest that is waited for something to happen
}

// DefaultLimits are loopback only, and enough for a server that limits nothing.
var DefaultLimits = Limits{Requests: 20_000, Each: 10 * time.Second, Wait: 20 * time.Second}

// Trouble is why no answer can be judged: the server is not there, hangs, fails, or
// answers what is none of the protocol. It is never a verdict.
type Trouble struct{ What, At string }

// unanswered is the trouble of a request that the server may have heard.
const unanswered = "the server does not answer in time"

func (t *Trouble) Error() string { return t.What + ": " + t.At }

// maxAnswer is the longest answer that is read, in bytes.
const maxAnswer = 4 << 20

// network sends what all browsers and clients of a test send, within its limits.
type network struct {
	limits Limits
	sent   atomic.Int64
	doors  http.Transport
}

func newNetwork(limits Limits) *network {
	n := &network{limits: limits}
	dialer := &net.Dialer{Timeout: limits.Each}
	// No proxy is asked: what is sent goes where the target says, and nowhere else.
	n.doors.DialContext = func(ctx context.Context, kind, address string) (net.Conn, error) {
		address, err := n.permitted(ctx, address)
		if err != nil {
			return nil, err
		}
		return dialer.DialContext(ctx, kind, address)
	}
	n.doors.MaxIdleConnsPerHost = 32
	n.doors.IdleConnTimeout = 5 * time.Second
	return n
}

// RoundTrip sends one request, of those that redirects lead to too.
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	if n.sent.Add(1) > int64(n.limits.Requests) {
		n.sent.Add(-1)
		return nil, errSpent
	}
	return n.doors.RoundTrip(r)
}

var errSpent = errors.New("the budget of requests is spent")

// permitted is an address that may be talked to: on loopback, whatever its name says,
// or a host that the user has named.
func (n *network) permitted(ctx context.Context, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	if slices.Contains(n.limits.Hosts, host) {
		return address, nil
	}
	list, err := net.DefaultResolver.LookupIP(ctx, "ip", host)
	if err != nil {
		return "", err
	}
	for _, ip := range list {
		if ip.IsLoopback() { // this very address, so that a name cannot change in between
			return net.JoinHostPort(ip.String(), port), nil
		}
	}
	return "", &hostError{host}
}

// hostError is a host that nobody has allowed.
type hostError struct{ host string }

func (e *hostError) Error() string {
	return fmt.Sprintf("%s is not on this machine; name it with --allow-host %s if you may test it", e.host, e.host)
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
	jar    http.CookieJar
	page   *url.URL // the page it shows
	values map[string]string
	sent   *[]Exchange
}

func (n *network) browser(sent *[]Exchange) *browser {
	jar, _ := cookiejar.New(nil) // fails never without options
	return &browser{net: n, jar: jar, values: map[string]string{}, sent: sent}
}

// Exchange is a request and its answer, for reproducing them.
type Exchange struct {
	Method, URL string
	Header      map[string]string
	Form        map[string]string
	Body        string
	Status      int
	Reply       string
}

// send sends one request and reads its answer. It fails with a Trouble only.
func (b *browser) send(ctx context.Context, e Exchange, follow bool) (*answer, error) {
	at := e.Method + " " + e.URL
	target, err := url.Parse(e.URL)
	if err == nil && b.page != nil {
		target = b.page.ResolveReference(target)
	}
	if err != nil || target.Host == "" || target.Scheme != "http" && target.Scheme != "https" {
		return nil, &Trouble{"not a URL that can be asked", at}
	}
	ctx, cancel := context.WithTimeout(ctx, b.net.limits.Each)
	defer cancel()
	body, kind := []byte(e.Body), "application/json"
	if e.Form != nil {
		form := url.Values{}
		for name, value := range e.Form {
			form.Set(name, value)
		}
		body, kind = []byte(form.Encode()), "application/x-www-form-urlencoded"
	}
	request, err := http.NewRequestWithContext(ctx, e.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, &Trouble{"not a request that can be sent", at}
	}
	if len(body) > 0 {
		request.Header.Set("Content-Type", kind)
	}
	for name, value := range e.Header {
		request.Header.Set(name, value)
	}
	client := &http.Client{Transport: b.net, Jar: b.jar}
	if !follow {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	response, err := client.Do(request)
	e.URL = target.String()
	if err != nil {
		return nil, diagnose(err, at)
	}
	defer response.Body.Close()
	got := &answer{status: response.StatusCode, header: response.Header, url: response.Request.URL}
	if got.body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer)); err != nil {
		return nil, diagnose(err, at)
	}
	e.Status = got.status
	*b.sent = append(*b.sent, e)
	if got.status >= 500 {
		return nil, &Trouble{fmt.Sprintf("the server fails with status %d", got.status), at}
	}
	return got, nil
}

// diagnose says in a word why there is no answer.
func diagnose(err error, at string) *Trouble {
	var host *hostError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var timeout net.Error
	switch {
	case errors.As(err, &host):
		return &Trouble{"not allowed", host.Error()}
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid):
		return &Trouble{"its certificate is not accepted (" + lastOf(err) + ")", at}
	case errors.Is(err, errSpent):
		return &Trouble{errSpent.Error(), at}
	case errors.Is(err, context.Canceled):
		return &Trouble{"interrupted", at}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Trouble{unanswered, at}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Trouble{"the server ends the connection without an answer", at}
	}
	return &Trouble{"the server cannot be reached (" + lastOf(err) + ")", at}
}

// lastOf is the innermost of a chain of errors.
func lastOf(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

// adopt puts what another browser shows into this one, as a link that is passed on
// does: the page and what stands in it, without the cookies.
func (b *browser) adopt(from *browser) {
	b.page, b.values = from.page, maps.Clone(from.values)
}
