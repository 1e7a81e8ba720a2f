package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// parseAddress reads an absolute address. Only https is spoken, and http to this
// machine itself; an address that holds a password is refused, since addresses
// are written into journals and messages.
func parseAddress(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errors.New("is no address") // url.Parse would quote what may be a secret
	}
	switch {
	case u.User != nil:
		return nil, errors.New("address holds a user name or password")
	case u.Host == "":
		return nil, fmt.Errorf("%q is no absolute address", raw)
	case u.Scheme == "https":
	case u.Scheme == "http" && isLoopback(u.Hostname()):
	default:
		return nil, fmt.Errorf("%s: want an https address", shown(u))
	}
	return u, nil
}

// shown is an address as messages have it: without its query, which can hold a
// signature or a key.
func shown(u *url.URL) string {
	v := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, Opaque: u.Opaque}
	return v.String()
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// isInward reports whether an IP address is not one of the public internet: this
// machine, a private or shared network, link-local, multicast or unspecified.
func isInward(ip netip.Addr) bool {
	ip = ip.Unmap()
	shared := netip.MustParsePrefix("100.64.0.0/10") // RFC 6598
	return !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() ||
		shared.Contains(ip)
}

// refusal is an address that is not gone to, whatever the server says.
type refusal struct{ why string }

func (r *refusal) Error() string { return r.why }

// allow says whether a link or redirect may be followed: https, and an address
// of the public internet unless the registry names its host.
func (c *Client) allow(u *url.URL) error {
	if u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return &refusal{fmt.Sprintf("%s: only https addresses are followed", shown(u))}
	}
	if u.User != nil {
		return &refusal{"an address with a user name or password is not followed"}
	}
	if c.named[u.Hostname()] {
		return nil
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if isLoopback(u.Hostname()) || err == nil && isInward(ip) {
		return &refusal{fmt.Sprintf("%s: leads into a private network, which nobody named", shown(u))}
	}
	return nil
}

// allowIP says whether a connection to an address that a name resolved to may be
// opened; address is host:port as net.Dialer gives it.
func allowIP(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || isInward(ip) {
		return &refusal{fmt.Sprintf("%s is an address of a private network, which nobody named", host)}
	}
	return nil
}
