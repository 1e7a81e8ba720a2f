package fetch

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Where redirects may lead, and what is said of them.
func TestRedirects(t *testing.T) {
	want := table(1000)
	target, seen := serve(t, file(want, `"v1"`))
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"/loop": "/loop", "/ring": "/ring2", "/ring2": "/ring", "/far": "/far/1", "/here": "/file", "/other": target.URL + "/file?sig=SECRET",
			"/private": "https://10.1.2.3/x", "/metadata": "http://169.254.169.254/latest", "/plain": "http://www.example.org/x", "/local": "http://localhost:1/x",
			"/disk": "file:///etc/passwd", "/user": "https://me:SECRET@www.example.org/x", "/shared": "https://100.64.0.1/x", "/six": "https://[fd00::1]/x",
		}[r.URL.Path]
		switch {
		case r.URL.Path == "/file":
			file(want, `"v1"`)(w, r)
		case strings.HasPrefix(r.URL.Path, "/far/"):
			http.Redirect(w, r, r.URL.Path+"1", http.StatusFound)
		default:
			http.Redirect(w, r, to, http.StatusFound)
		}
	}))
	t.Cleanup(home.Close)
	for _, c := range []struct{ path, fails, remark string }{
		{"/here", "", ""},
		{"/other", "", "redirects to the host " + strings.TrimPrefix(target.URL, "http://")},
		{"/loop", "redirects in a circle", ""},
		{"/ring", "redirects in a circle", ""},
		{"/far", "more than 5 redirects", ""},
		{"/private", "leads into a private network", ""},
		{"/metadata", "only https addresses are followed", ""},
		{"/plain", "only https addresses are followed", ""},
		{"/local", "leads into a private network", ""},
		{"/disk", "only https addresses are followed", ""},
		{"/user", "user name or password", ""},
		{"/shared", "leads into a private network", ""},
		{"/six", "leads into a private network", ""},
	} {
		t.Run(c.path, func(t *testing.T) {
			w := newWorld()
			got, err := w.client(t).Download(t.Context(), openDir(t, t.TempDir()), Wanted{ID: "x", Name: "x.csv", URL: home.URL + c.path, Formats: []Format{CSV}})
			switch {
			case c.fails == "" && err != nil:
				t.Error(err)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Errorf("%+v, %v, want %q", got, err, c.fails)
			}
			if len(w.waits) > 0 {
				t.Errorf("tried again: %v", w.remarks)
			}
			if c.remark == "" && len(w.remarks) > 0 || !w.said(c.remark) {
				t.Errorf("remarks %q, want %q", w.remarks, c.remark)
			}
			for _, s := range append(w.remarks, errText(err)) {
				if strings.Contains(s, "SECRET") {
					t.Errorf("a secret is told: %s", s)
				}
			}
		})
	}
	if seen.count() != 1 {
		t.Errorf("the other host saw %d requests", seen.count())
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What is wrong with the network is told without the query of an address.
func TestNetworkFaultsTellNoSecret(t *testing.T) {
	server, _ := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	w := newWorld()
	_, err := w.client(t).Download(t.Context(), openDir(t, t.TempDir()), Wanted{ID: "x", Name: "a.csv", URL: server.URL + "/a.csv?sig=SECRET", Formats: []Format{CSV}})
	if err == nil || strings.Contains(err.Error()+strings.Join(w.remarks, ""), "SECRET") || !w.said(server.URL+"/a.csv: EOF; trying again in 1s") {
		t.Errorf("error %v, remarks %q", err, w.remarks)
	}
}

// A link of a page is held to the same rules as a redirect.
func TestLinksIntoPrivateNetworks(t *testing.T) {
	for _, link := range []string{"https://192.168.0.1/a.csv", "https://localhost/a.csv", "http://www.example.org/a.csv"} {
		w := newWorld()
		_, err := w.client(t).Download(t.Context(), openDir(t, t.TempDir()), Wanted{ID: "x", Name: "a.csv", URL: link, Formats: []Format{CSV}})
		if r := (*refusal)(nil); !errors.As(err, &r) || len(w.waits) > 0 {
			t.Errorf("%s: %v", link, err)
		}
	}
}

// A public name may not resolve into a private network either.
func TestAllowIP(t *testing.T) {
	for address, allowed := range map[string]bool{
		"93.184.216.34:443": true, "[2606:2800:220:1::1]:443": true,
		"127.0.0.1:443": false, "10.0.0.1:443": false, "172.16.0.1:443": false, "192.168.1.1:443": false, "169.254.169.254:80": false,
		"100.100.0.1:443": false, "0.0.0.0:443": false, "[::1]:443": false, "[fe80::1]:443": false, "[fc00::1]:443": false,
		"[::ffff:10.0.0.1]:443": false, "[::ffff:100.64.0.1]:443": false, "224.0.0.1:443": false, "nonsense": false,
	} {
		if err := allowIP(address); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// The transport that is used when none is given opens no connection into a private
// network, but to a host that was named.
func TestGuardedTransport(t *testing.T) {
	server, log := serve(t, file(table(100), `"v1"`))
	for _, named := range []bool{true, false} {
		w := newWorld()
		c := NewClient(Options{Now: w.clock, Sleep: w.sleep})
		if named {
			c.named["127.0.0.1"] = true
		}
		resp, err := (&http.Client{Transport: c.Transport}).Get(server.URL)
		if err == nil {
			resp.Body.Close()
		}
		if r := (*refusal)(nil); named != (err == nil) || !named && !errors.As(err, &r) {
			t.Errorf("named %v: %v", named, err)
		}
	}
	if log.count() != 1 {
		t.Errorf("%d requests arrived", log.count())
	}
}
