// Package data embeds the compiled archive. Only cmd/archive imports it: the
// program that makes the file does not, so that a missing or conflicted file
// can always be rebuilt.
package data

import "embed"

//go:generate go run ../cmd/archivebuild . archive.db
//go:generate go run ../cmd/archivedocs . archive.db ../docs/COVERAGE.md

// Files holds archive.db, the compiled archive.
//
//go:embed archive.db
var Files embed.FS
