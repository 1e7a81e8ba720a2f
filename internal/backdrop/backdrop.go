// Package backdrop keeps Bubble Tea from asking the terminal about its
// background.
//
// Importing github.com/charmbracelet/bubbletea v1 runs an init that calls
// lipgloss.HasDarkBackground. On a terminal that writes two queries (OSC 11 and
// a cursor position report) and waits up to five seconds for the answers,
// whether or not the program ever draws a screen, and whether or not NO_COLOR
// is set: every command of a program that contains a terminal interface would
// pay for it, and a terminal that does not answer would show the queries.
// Lip Gloss does not ask if it has been told.
//
// Telling it in time rests on the order in which Go initialises packages: of
// those whose imports are all initialised, the one with the least import path
// comes first. This package imports nothing but Lip Gloss, which Bubble Tea
// imports too, and its path (careratings/...) sorts before Bubble Tea's
// (github.com/...). Both must stay so; tests here and in cmd/archive fail
// otherwise. The cure goes when Bubble Tea v2, which does not ask, is used.
//
// The answer given, a dark background, is a guess. Nothing may be drawn that is
// readable only if it is right: use the terminal's own sixteen colours, never
// lipgloss.AdaptiveColor.
//
// Import it for its effect from the main package:
//
//	import _ "careratings/internal/backdrop"
package backdrop

import "github.com/charmbracelet/lipgloss"

func init() {
	lipgloss.SetHasDarkBackground(true)
}
