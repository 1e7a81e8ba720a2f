package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"careratings/internal/output"
	"careratings/internal/web"
)

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var remote bool
	opt := web.Options{}
	cmd := &cobra.Command{
		Use: "serve", Short: "The same views as web pages, CSV and JSON on this machine", GroupID: "archive", Args: cobra.NoArgs,
		Long: "Serves the archive as web pages, read-only, to this machine: find a trust, its trajectory\n" +
			"with the chart, trusts side by side, editions, two editions, sources. Each page has an\n" +
			"address that stays, its CSV, its JSON, and the command line that prints the same. It\n" +
			"prints its address and runs until it is interrupted. To let other machines in, name an\n" +
			"address of this one and give --remote; there is no password, and no encryption.",
		Example: "  archive serve\n  archive serve --addr 127.0.0.1:8080\n  archive serve --addr 0.0.0.0:8080 --remote --host ratings.example.org",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f := cmd.Flags().Lookup("format"); f.Changed {
				return usagef("--format is for rows; each page has its CSV and its JSON")
			}
			if _, _, err := net.SplitHostPort(addr); err != nil {
				return usagef("--addr %s: write it as ADDRESS:PORT, as in 127.0.0.1:8080", output.Clean(addr))
			}
			if !web.Loopback(addr) && !remote {
				return usagef("--addr %s: others could reach it; --remote allows that, and without it write 127.0.0.1:PORT", output.Clean(addr))
			}
			site, err := a.site(cmd)
			if err != nil {
				return err
			}
			l, err := (&net.ListenConfig{}).Listen(cmd.Context(), "tcp", addr)
			if err != nil {
				return fmt.Errorf("--addr %s cannot be listened on: %w", output.Clean(addr), err)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			opt.Remote = remote
			opt.Failed = func(path string, err error) { a.remark("%s: %s", output.Clean(path), output.Clean(err.Error())) }
			if _, err := fmt.Fprintf(a.out, "http://%s/\n", l.Addr()); err != nil {
				return err
			}
			a.remark("serving until interrupted (Ctrl-C)")
			return web.Serve(ctx, l, web.Handler(site, opt))
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "`address` to listen on; port 0 takes a free one")
	cmd.Flags().BoolVar(&remote, "remote", false, "let other machines in")
	cmd.Flags().StringArrayVar(&opt.Hosts, "host", nil, "a `name` it answers to beside localhost (may be repeated)")
	return cmd
}
