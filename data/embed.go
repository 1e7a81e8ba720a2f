// Package data embeds the compiled archive, and the registry of official files.
// Only cmd/archive imports it: the program that makes the archive does not, so
// that a missing or conflicted file can always be rebuilt.
package data

import "embed"

//go:generate go run ../cmd/archivebuild . archive.db
//go:generate go run ../cmd/archivedocs . archive.db ../docs/COVERAGE.md
//go:generate go test ../cmd/archive -run TestReferenceIsCurrent -update

// Files holds archive.db, the compiled archive, registry.csv, where official files
// are to be had (read by internal/fetch), and LICENSE, the terms that go with every
// export.
//
//go:embed archive.db registry.csv LICENSE
var Files embed.FS
