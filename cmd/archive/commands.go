package main

import "github.com/spf13/cobra"

// command is a command of the program, made when it is wanted.
type command struct {
	name string
	make func() *cobra.Command
}

// commands lists the commands of the program.
func (a *app) commands() []command {
	return []command{
		{"trajectory", a.trajectoryCommand},
		{"trusts", a.trustsCommand},
		{"trust", a.trustCommand},
		{"lineage", a.lineageCommand},
		{"resolve", a.resolveCommand},
		{"eras", a.erasCommand},
		{"editions", a.editionsCommand},
		{"measures", a.measuresCommand},
		{"breaks", a.breaksCommand},
		{"sources", a.sourcesCommand},
		{"query", a.queryCommand},
		{"sql", a.sqlCommand},
		{"cite", a.citeCommand},
		{"diff", a.diffCommand},
		{"crosstab", a.crosstabCommand},
		{"transitions", a.transitionsCommand},
		{"agree", a.agreeCommand},
		{"sensitivity", a.sensitivityCommand},
		{"runs", a.runsCommand},
		{"coverage", a.coverageCommand},
		{"conflicts", a.conflictsCommand},
		{"gaps", a.gapsCommand},
		{"changes", a.changesCommand},
		{"version", a.versionCommand},
		{"league", a.leagueCommand},
		{"reconcile", a.reconcileCommand},
		{"tui", a.tuiCommand},
		{"chart", a.chartCommand},
		{"export", a.exportCommand},
		{"report", a.reportCommand},
		{"serve", a.serveCommand},
		{"import", a.importCommand},
		{"imports", a.importsCommand},
		{"backup", a.backupCommand},
		{"fetch", a.fetchCommand},
		{"verify", a.verifyCommand},
		{"doctor", a.doctorCommand},
	}
}
