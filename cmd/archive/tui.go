package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/output"
	"careratings/internal/tui"
)

func (a *app) tuiCommand() *cobra.Command {
	var script, size string
	var frames, picture, ascii, noMouse bool
	cmd := &cobra.Command{
		Use: "tui [TRUST]", Short: "The terminal interface: browse, compare, and see why", GroupID: "trust",
		Long: "Browse the archive in the terminal: trusts, their trajectories, editions, era-diffs and\n" +
			"sources. ? lists everything that can be done on a screen, y shows the command line that\n" +
			"reproduces it. --script replays recorded keys without a terminal and prints the frame.",
		Example:           "  archive tui --script keys.txt --size 120x40",
		ValidArgsFunction: a.completeTrusts,
		RunE: func(cmd *cobra.Command, args []string) error {
			if (frames || picture) && script == "" {
				return usagef("--frames and --svg go with --script")
			}
			o := tui.Options{Open: a.open, Label: a.archiveLabel(), AsOf: a.flags.asOf, Colour: picture || a.colour(a.flags.noColor), ASCII: ascii, Mouse: !noMouse}
			if len(args) > 0 {
				body, err := a.find(cmd, strings.Join(args, " "))
				if err != nil {
					return err
				}
				o.Trust = body.ID
			}
			if script != "" {
				return a.replay(script, size, tui.ReplayOptions{Frames: frames, Picture: picture}, o)
			}
			return a.interact(cmd, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&script, "script", "", "replay the keys in this `file` without a terminal; - reads standard input")
	f.StringVar(&size, "size", "80x24", "`size` of the replayed terminal, columns by lines")
	f.BoolVar(&frames, "frames", false, "with --script, print each frame")
	f.BoolVar(&picture, "svg", false, "with --script, print the final frame as an SVG picture")
	f.BoolVar(&ascii, "ascii", false, "draw with ASCII characters alone")
	f.BoolVar(&noMouse, "no-mouse", false, "leave the mouse to the terminal")
	return cmd
}

// interact shows the interface on the terminal.
func (a *app) interact(cmd *cobra.Command, o tui.Options) error {
	if !a.terminal {
		return usagef("tui needs a terminal; --script replays keys without one")
	}
	if a.env("TERM") == "dumb" || !a.utf8() {
		o.ASCII = true
	}
	err := tui.Run(cmd.Context(), a.in, a.out, o)
	var by *tui.SignalError
	if errors.As(err, &by) {
		return &exitError{128 + int(by.Signal), err}
	}
	return err
}

// utf8 reports whether the locale takes characters outside ASCII.
func (a *app) utf8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := a.env(name); v != "" {
			return strings.Contains(strings.ToLower(strings.ReplaceAll(v, "-", "")), "utf8")
		}
	}
	return false
}

func (a *app) replay(script, size string, how tui.ReplayOptions, o tui.Options) error {
	if how.Frames && how.Picture {
		return usagef("--frames prints many frames and --svg one picture: give one of them")
	}
	if _, err := fmt.Sscanf(size, "%dx%d", &how.Width, &how.Height); err != nil || how.Width < 1 || how.Height < 1 || how.Width > 1000 || how.Height > 1000 {
		return usagef("--size %s: want columns by lines, as in 120x40", size)
	}
	in := a.in
	if script != "-" {
		f, err := os.Open(script)
		if err != nil {
			return fmt.Errorf("--script: %w", err)
		}
		defer f.Close()
		in = f
	}
	if err := tui.Replay(in, a.out, o, how); err != nil {
		return fmt.Errorf("--script %s: %w", script, err)
	}
	return nil
}

// archiveLabel names the archive that a run will open.
func (a *app) archiveLabel() string {
	for _, path := range []string{a.flags.archive, a.env("ARCHIVE_DB")} {
		if path != "" {
			return output.Clean(path)
		}
	}
	return "embedded"
}
