package live

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// Trouble is why no answer can be judged: the server is not there, hangs, fails, or
// answers what is none of the protocol. It is never a verdict. At is no place for what
// was issued or typed: it is printed.
type Trouble struct{ What, At string }

func (t *Trouble) Error() string { return t.What + ": " + t.At }

// unanswered is the trouble of a request that the server may have heard.
const unanswered = "the server does not answer in time"

// Why a request is not sent, or a redirect not followed.
var (
	errSpent   = errors.New("the budget of requests is spent")
	errCircles = errors.New("redirects do not end")
)

// diagnose says in a word why there is no answer to what was asked within ctx.
func diagnose(ctx context.Context, err error, at string) *Trouble {
	var host *hostError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var timeout net.Error
	switch {
	case ctx.Err() != nil:
		return stopped(ctx, at)
	case errors.As(err, &host):
		return &Trouble{"not allowed", host.Error()}
	case errors.As(err, &unknown):
		return &Trouble{"its certificate is not accepted (" + lastOf(err) + "); if it is your own, SSL_CERT_FILE in the environment can name a file with that of its issuer", at}
	case errors.As(err, &name), errors.As(err, &invalid):
		return &Trouble{"its certificate is not accepted (" + lastOf(err) + ")", at}
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return &Trouble{"it answers, but does not speak TLS: is it http?", at}
	case errors.Is(err, errSpent), errors.Is(err, errCircles), errors.Is(err, errEndless):
		return &Trouble{lastOf(err), at}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Trouble{unanswered, at}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Trouble{"the server ends the connection without an answer", at}
	case strings.Contains(err.Error(), "Location header"): // it quotes it, with whatever is in it
		return &Trouble{"it redirects to what is no URL", at}
	}
	return &Trouble{"the server cannot be reached (" + lastOf(err) + ")", at}
}

// stopped is that of a run that has been ended from outside.
func stopped(ctx context.Context, at string) *Trouble {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &Trouble{"the time is over", at}
	}
	return &Trouble{"interrupted", at}
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

// patience is how often in a row a request may get no answer at all before it is not
// sent any more: nobody waits for a server hundreds of times.
const patience = 5

// silence counts the requests that get no answer.
type silence struct {
	mu  sync.Mutex
	row map[string]int // in a row
	why map[string]string
}

// over tells of a request that is not sent any more.
func (s *silence) over(at string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.row[at] < patience {
		return nil
	}
	return &Trouble{fmt.Sprintf("given up after %d times: %s", patience, s.why[at]), at}
}

// broken notes that a request got an answer.
func (s *silence) broken(at string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.row, at)
}

// kept notes that it got none.
func (s *silence) kept(t *Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.row == nil {
		s.row, s.why = map[string]int{}, map[string]string{}
	}
	s.row[t.At]++
	s.why[t.At] = t.What
}
