package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// permitted are the addresses behind one that may be talked to: those on loopback,
// whatever its name says, or any of a host that the user has named.
func (n *network) permitted(ctx context.Context, address string) (list []string, err error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if n.limits.allows(host) {
		return []string{address}, nil
	}
	all, err := n.lookup(ctx, "ip", host)
	if err != nil {
		why := err.Error()
		if dns := (*net.DNSError)(nil); errors.As(err, &dns) {
			why = dns.Err
		}
		return nil, &hostError{host, why}
	}
	for _, ip := range all {
		if ip.IsLoopback() { // this very address, so that a name cannot change in between
			list = append(list, net.JoinHostPort(ip.String(), port))
		}
	}
	if len(list) == 0 {
		return nil, &hostError{host: host}
	}
	return list, nil
}

// dial connects to the first of the addresses that takes it: localhost is often two,
// and a server listens on one.
func (n *network) dial(ctx context.Context, kind, address string) (net.Conn, error) {
	list, err := n.permitted(ctx, address)
	if err != nil {
		return nil, err
	}
	var conn net.Conn
	for _, address := range list {
		if conn, err = n.connect(ctx, kind, address); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// allows tells whether the user has named a host.
func (l *Limits) allows(host string) bool {
	host = strings.TrimSuffix(host, ".")
	return slices.ContainsFunc(l.Hosts, func(h string) bool { return strings.EqualFold(strings.TrimSuffix(h, "."), host) })
}

// CheckHost refuses what is no name or address of a host alone: a port or a scheme
// beside it would never match, and nobody would know why.
func CheckHost(host string) error {
	bare := net.ParseIP(host) != nil
	if u, err := url.Parse("http://" + host); !bare && (err != nil || u.Host != host || u.Hostname() != host || strings.ContainsAny(host, "*, \t\n") || u.User != nil) || strings.Trim(host, ".") == "" {
		return fmt.Errorf("found %q, expected the name or address of one host, without scheme, port or path", host)
	}
	return nil
}

// within refuses, before anything is sent there, a flow that cannot be played without
// talking to a host that is not allowed.
func (s *server) within(ctx context.Context, d *drive) error {
	for _, name := range []string{d.grants, "token_endpoint"} {
		at, err := s.endpoint(name)
		if err != nil {
			return err
		}
		u, err := url.Parse(at)
		if err != nil || u.Hostname() == "" {
			return &Trouble{"its " + name + " is no URL", s.target.Metadata}
		}
		if _, err := s.net.permitted(ctx, net.JoinHostPort(u.Hostname(), "0")); err != nil {
			return fmt.Errorf("its %s: %w", name, err)
		}
	}
	return nil
}

// hostError is a host that nobody has allowed.
type hostError struct{ host, unresolved string }

func (e *hostError) Error() string {
	if e.unresolved != "" {
		return fmt.Sprintf("%s is no name of this machine (%s); a host elsewhere is named with --allow-host %s if you may test it", e.host, e.unresolved, e.host)
	}
	return fmt.Sprintf("%s is not on this machine's loopback; name it with --allow-host %s if you may test it", e.host, e.host)
}
