package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"careratings/internal/flat"
	"careratings/internal/output"
	"careratings/internal/output/face"
	"careratings/internal/store"
	"careratings/internal/trajectory"
)

func (a *app) trajectoryCommand() *cobra.Command {
	var policy, measure string
	cmd := &cobra.Command{
		Use: "trajectory TRUST...", Short: "Every rating of a trust's lineage through every era", GroupID: "trust",
		Long: "Every rating of a trust and its lineage through every era, in time order: the\n" +
			"publisher's words, the standing among its peers, the breaks between eras, and the\n" +
			"sources. A trust is a code, a name, a former name, part of one, a hospital or a town.",
		Example: "  archive trajectory leicester\n  archive trajectory RX1 --policy legal\n" +
			"  archive trajectory RWE --format json\n  archive trajectory RWE --measure all\n" +
			"  archive trajectory RWE --json edition,label,worse,tied,better",
		Annotations:       map[string]string{"fields": fieldList(output.Table{Columns: flat.PointColumns()})},
		ValidArgsFunction: a.completeTrusts,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runTrajectory(cmd, args, policy, measure)
		},
	}
	cmd.Flags().StringVar(&policy, "policy", "strands", "lineage `policy`: strands (each predecessor on its own) or legal (the code itself)")
	cmd.Flags().StringVar(&measure, "measure", "", "`measures`, separated by commas; all for every one (the page shows headline ones)")
	return cmd
}

func (a *app) runTrajectory(cmd *cobra.Command, args []string, policy, measure string) error {
	doc, cat, err := a.trajectories(cmd, args, policy, measure)
	if err != nil {
		return err
	}
	return a.printTrajectory(cmd, cat, doc, measure != "")
}

// trajectories builds the document of every trust that is asked for.
func (a *app) trajectories(cmd *cobra.Command, args []string, policy, measure string) (trajectory.Document, *store.Catalogue, error) {
	doc := trajectory.Document{Schema: trajectory.Schema, Policy: policy, Trusts: []trajectory.Trust{}}
	if !slices.Contains(trajectory.Policies(), policy) {
		return doc, nil, usagef("--policy %s: use one of %s", policy, strings.Join(trajectory.Policies(), ", "))
	}
	arch, err := a.open()
	if err != nil {
		return doc, nil, err
	}
	queries, err := a.queries(args)
	if err != nil {
		return doc, nil, err
	}
	cat, err := arch.Catalogue(cmd.Context())
	if err != nil {
		return doc, nil, err
	}
	opt := trajectory.Options{AsOf: a.flags.asOf, Policy: policy}
	if measure != "" && measure != "all" {
		var unknown string
		var ok bool
		if opt.Measures, unknown, ok = cat.MeasuresNamed(measure); !ok {
			return doc, nil, noMatchf("no measure %q; archive measures lists them", unknown)
		}
	}
	doc.Query = strings.Join(queries, "; ")
	if a.flags.asOf != "" {
		doc.AsOf = &a.flags.asOf
	}
	for _, q := range queries {
		body, err := a.find(cmd, q)
		if err != nil {
			return doc, nil, err
		}
		if a.flags.region != "" && !strings.EqualFold(body.Region, a.flags.region) {
			continue
		}
		t, err := trajectory.Build(cmd.Context(), arch, body, opt)
		if err != nil {
			return doc, nil, err
		}
		doc.Trusts = append(doc.Trusts, t)
	}
	if len(doc.Trusts) == 0 {
		return doc, nil, noMatchf("none of the trusts is of region %q; archive trusts --json region lists them", a.flags.region)
	}
	return doc, cat, nil
}

func (a *app) printTrajectory(cmd *cobra.Command, cat *store.Catalogue, doc trajectory.Document, all bool) error {
	f, err := a.format(output.FormatTable)
	if err != nil {
		return err
	}
	if f != output.FormatTable || cmd.Flags().Changed("json") {
		return a.print(cmd, flat.Points(doc), doc)
	}
	return face.Write(a.out, doc, face.Options{
		Width: a.width, Style: output.NewStyle(a.colour(a.flags.noColor)), All: all,
		Era: func(id string) string {
			e, _ := cat.Era(id)
			return e.Label
		},
		Measure: func(id string) string {
			m, _ := cat.Measure(id)
			return m.Label
		},
	})
}
