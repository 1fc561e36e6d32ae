package live

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// metadata is what the server's metadata tells without asking for more.
func (s *server) metadata() []results.Fact {
	https := fact("https for all endpoints", "RFC 6749 3.1, 3.2; RFC 8414 2", s.truth("https"))
	issuer := fact("issuer fits where the metadata is", "RFC 8414 3.3, OpenID Connect Discovery 4.3", unsaid)
	if s.target.Metadata == "" {
		none := fmt.Errorf("the target has no metadata")
		return []results.Fact{untried(https, none), untried(issuer, none)}
	}
	switch bare, ours := unencrypted(s.endpoints); {
	case len(bare) == 0:
		https = whether(https, true, "yes")
	case ours == len(bare):
		https = untried(https, fmt.Errorf("http on loopback only, which says nothing of the server elsewhere"))
	default:
		https = whether(https, false, "no: "+list(bare))
	}
	switch said, fit := s.endpoints["issuer"], issuers(s.target.Metadata); {
	case len(fit) == 0:
		issuer = untried(issuer, fmt.Errorf("the metadata is not at a well-known place"))
	case said == "":
		issuer = plain(issuer, "no issuer")
	case slices.Contains(fit, strings.TrimSuffix(said, "/")):
		issuer = plain(issuer, "yes")
	default:
		issuer = plain(issuer, "no: "+quotable(said))
	}
	return []results.Fact{https, issuer}
}

// unencrypted are the endpoints that are not https, and how many of these are on loopback.
func unencrypted(endpoints map[string]string) (bare []string, loopback int) {
	for _, name := range slices.Sorted(maps.Keys(endpoints)) {
		if !strings.HasSuffix(name, "_endpoint") && name != "jwks_uri" && name != "issuer" {
			continue
		}
		u, err := url.Parse(endpoints[name])
		if err != nil || u.Scheme == "https" {
			continue
		}
		bare = append(bare, name)
		if ip := net.ParseIP(u.Hostname()); ip.IsLoopback() || u.Hostname() == "localhost" {
			loopback++
		}
	}
	return bare, loopback
}

// issuers are those whose metadata is to be found at a URL, without a slash at the end:
// the well-known part stands after the path, or between host and path.
func issuers(metadata string) (list []string) {
	for _, kind := range []string{"openid-configuration", "oauth-authorization-server"} {
		well := "/.well-known/" + kind
		before, after, ok := strings.Cut(metadata, well)
		if !ok || after != "" && after[0] != '/' {
			continue
		}
		u, err := url.Parse(before)
		if err != nil || after != "" && u.Path != "" {
			continue
		}
		if u.Path == "" || kind == "openid-configuration" {
			list = append(list, strings.TrimSuffix(before+after, "/"))
		}
	}
	return list
}
