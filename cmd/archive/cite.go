package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/data"
	"careratings/internal/bodies"
	"careratings/internal/eras"
	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/output/cite"
	"careratings/internal/store"
)

func citeColumns() []output.Column {
	return []output.Column{
		flat.Code("key", "citation key; of a source its id"), flat.Code("kind", "dataset, report, news, webpage or encyclopaedia"), flat.Text("title", "title"),
		flat.Text("author", "author, of the archive alone"), flat.Text("publisher", "who published it"), flat.Code("date", "date as far as known; empty where none is printed"),
		flat.Code("version", "version of the data, of the archive alone"), flat.Text("url", "address"), flat.Text("note", "place in it, checksum, command line"),
		flat.Text("citation", "the citation in the style asked for"),
	}
}

func (a *app) citeCommand() *cobra.Command {
	var style, measure string
	cmd := &cobra.Command{
		Use: "cite [TRUST|EDITION|SOURCE|COMMAND]...", Short: "Citations: of a value, a view, a source, an edition or the archive", GroupID: "archive",
		Long: "Writes citations to paste or to import. Without an argument: the archive as a whole, with\n" +
			"its data version and checksum. A source id: that source. An edition: its publication and\n" +
			"the source the archive knows it by. A trust: its trajectory and every source of it. A\n" +
			"trust and an edition (or cqc@2020-02-05): that one rating, with every source that states\n" +
			"it. A command line in quotes: what it prints, with the checksum of that and its sources.\n" +
			"With --as-of, a trust, a rating or what a command line prints as sources had it by that day.\n\n" +
			"Styles: text (one line each), bibtex, ris, csl-json. What is not known is left out; a\n" +
			"document without a date says \"no date printed\". --format and --json print the parts.",
		Example: "  archive cite\n  archive cite leicester stars-2004\n  archive cite RWE stars-2003 --as-of 2003-12-31\n  archive cite bbc-3911983-336e06 --style bibtex\n" +
			"  archive cite \"archive diff stars-2003 stars-2004 --kind acute\" --style csl-json\n  archive cite nof-2025-26-q4 --style ris",
		Annotations: map[string]string{"fields": fieldList(output.Table{Columns: citeColumns()}), "schema": "citations/1", "docs": fieldDocs(citeColumns())},
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := cite.ParseStyle(style)
			if err != nil {
				return usagef("--style: %w", err)
			}
			items, err := a.citations(cmd, args, measure)
			if err != nil {
				return err
			}
			if a.flags.format == "" && !cmd.Flags().Changed("json") {
				return cite.Write(a.out, s, items)
			}
			return a.printCitations(cmd, s, items)
		},
	}
	cmd.Flags().StringVar(&style, "style", string(cite.Text), "citation `style`: text, bibtex, ris or csl-json")
	cmd.Flags().StringVar(&measure, "measure", "", "of a trust and an edition: the `measure` (default the headline)")
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
		return a.completeTrusts(cmd, args, toComplete)
	}
	if err := cmd.RegisterFlagCompletionFunc("style", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var names []string
		for _, s := range cite.Styles() {
			names = append(names, string(s))
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}); err != nil {
		panic(err) // the flag was declared above
	}
	return cmd
}

// printCitations prints the parts of citations as rows.
func (a *app) printCitations(cmd *cobra.Command, style cite.Style, items []cite.Item) error {
	t := output.Table{Columns: citeColumns()}
	for _, it := range items {
		var b strings.Builder
		if err := cite.Write(&b, style, []cite.Item{it}); err != nil {
			return err
		}
		t.Rows = append(t.Rows, []output.Value{
			output.Text(it.Key), output.Text(string(it.Kind)), output.Text(it.Title), output.TextOr(it.Author, ""), output.TextOr(it.Publisher, ""), flat.OrGap(string(it.Date)),
			output.TextOr(it.Version, ""), output.TextOr(it.URL, ""), output.TextOr(it.Note, ""), output.Text(strings.TrimSpace(b.String())),
		})
	}
	return a.print(cmd, t, output.ListDocument{Schema: "citations/1", Rows: output.Rows(t)})
}

// cited is what the arguments name, each in its order.
type cited struct {
	views    []string
	sources  []eras.Source
	editions []string // edition ids and rolling eras as at a day
	trusts   []bodies.Body
}

func (a *app) citations(cmd *cobra.Command, args []string, measure string) ([]cite.Item, error) {
	arch, err := a.open()
	if err != nil {
		return nil, err
	}
	who, err := a.identity(cmd.Context(), arch)
	if err != nil {
		return nil, err
	}
	cat, err := arch.Catalogue(cmd.Context())
	if err != nil {
		return nil, err
	}
	named, err := a.named(cmd, arch, cat, args)
	if err != nil {
		return nil, err
	}
	value := len(named.trusts) > 0 && len(named.editions) > 0
	if measure != "" && !value {
		return nil, usagef("--measure goes with a trust and an edition: archive cite TRUST EDITION --measure M")
	}
	if a.flags.asOf != "" && !value && len(named.trusts)+len(named.views) == 0 {
		return nil, usagef("--as-of %s: a document, a publication and the archive as a whole are cited alike on every day; name a trust, a trust and an edition, or a command line in quotes", a.flags.asOf)
	}
	var items []cite.Item
	if value {
		for _, b := range named.trusts {
			for _, e := range named.editions {
				found, err := a.citeValue(cmd.Context(), arch, cat, who, b, e, measure)
				if err != nil {
					return nil, err
				}
				items = append(items, found...)
			}
		}
	} else {
		for _, e := range named.editions {
			found, err := a.citeEdition(cmd.Context(), arch, cat, e)
			if err != nil {
				return nil, err
			}
			items = append(items, found...)
		}
		for _, b := range named.trusts {
			found, err := a.citeView(cmd.Context(), arch, who, b.ID, "Ratings of "+b.Name+" ("+b.ID+")"+a.asOfWords(), "archive trajectory "+b.ID)
			if err != nil {
				return nil, err
			}
			items = append(items, found...)
		}
	}
	for _, s := range named.sources {
		items = append(items, cite.OfSource(s, ""))
	}
	for _, v := range named.views {
		found, err := a.citeView(cmd.Context(), arch, who, "", "", v)
		if err != nil {
			return nil, err
		}
		items = append(items, found...)
	}
	if len(args) == 0 || len(named.editions) > 0 && !value {
		items = append(items, cite.OfArchive(who))
	}
	return once(items), nil
}

// once keeps the first of items that are the same.
func once(items []cite.Item) []cite.Item {
	var out []cite.Item
	for _, it := range items {
		if !slices.Contains(out, it) {
			out = append(out, it)
		}
	}
	return out
}

// named sorts the arguments: command lines, sources, editions, and else trusts.
func (a *app) named(cmd *cobra.Command, arch *store.Archive, cat *store.Catalogue, args []string) (cited, error) {
	var out cited
	sources, err := arch.Sources(cmd.Context(), args)
	if err != nil {
		return out, err
	}
	if len(args) > 0 && slices.Contains(readCommands(), args[0]) {
		line := "archive " + strings.Join(args, " ")
		return out, usagef("to cite what a command prints, put its line in quotes: archive cite \"%s\"", output.Clean(line))
	}
	for _, arg := range args {
		if s, ok := sources[arg]; ok {
			out.sources = append(out.sources, s)
			continue
		}
		if isCommandLine(cmd, arg) {
			out.views = append(out.views, arg)
			continue
		}
		if _, ok := cat.Edition(arg); ok {
			out.editions = append(out.editions, arg)
			continue
		}
		if era, day, ok := strings.Cut(arg, "@"); ok {
			if e, known := cat.Era(era); known && e.Rolling {
				iv, err := eras.ParseInterval(day)
				if err != nil || iv.First() != day {
					return out, usagef("%s: write one day, as in %s@2020-02-05", output.Clean(arg), era)
				}
				out.editions = append(out.editions, arg)
				continue
			}
		}
		if e, _, ok := strings.Cut(arg, "-"); ok {
			if _, known := cat.Era(e); known && !strings.Contains(arg, " ") {
				return out, noEdition(cat, output.Clean(arg))
			}
		}
		b, err := a.find(cmd, arg)
		if err != nil {
			return out, err
		}
		out.trusts = append(out.trusts, b)
	}
	return out, nil
}

// identity is the version and the checksum of the archive in use.
func (a *app) identity(ctx context.Context, arch *store.Archive) (cite.Archive, error) {
	version, err := arch.Meta(ctx, "data_version")
	if err != nil {
		return cite.Archive{}, err
	}
	var r io.ReadCloser
	if path := a.archivePath(); path != "" {
		r, err = os.Open(path)
	} else {
		r, err = data.Files.Open("archive.db")
	}
	if err != nil {
		return cite.Archive{}, err
	}
	defer r.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return cite.Archive{}, err
	}
	program := programVersion()
	if program == "(devel)" {
		program = ""
	}
	return cite.Archive{Data: version, SHA256: hex.EncodeToString(sum.Sum(nil)), Program: program}, nil
}

// archivePath is the archive file in use, empty for the embedded one.
func (a *app) archivePath() string {
	if a.flags.archive != "" {
		return a.flags.archive
	}
	return a.env("ARCHIVE_DB")
}

// citeEdition cites an edition and the sources it is known by; a rolling era as at
// a day has no publication of its own.
func (a *app) citeEdition(ctx context.Context, arch *store.Archive, cat *store.Catalogue, id string) ([]cite.Item, error) {
	e, ok := cat.Edition(id)
	if !ok {
		return nil, usagef("%s is no publication: name a trust beside it, or cite a command line: \"archive league %s\"", id, id)
	}
	items := []cite.Item{cite.OfEdition(e)}
	ids := strings.FieldsFunc(e.Source, func(r rune) bool { return r == ' ' || r == ';' || r == ',' })
	sources, err := arch.Sources(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if s, ok := sources[id]; ok {
			items = append(items, cite.OfSource(s, ""))
		}
	}
	return items, nil
}
