package curated

import (
	"io/fs"
	"slices"
	"strings"

	"careratings/internal/eras"
)

// Read reads a data directory. It always returns what could be read, together
// with every fault of form: a missing file, a wrong header, a cell that is not
// a date, a number or one of the words allowed. Lint finds the faults between
// files.
func Read(dir fs.FS) (Set, []Fault) {
	var faults []Fault
	var set Set
	open := func(file, columns string) *sheet {
		return readSheet(dir, file, strings.Split(columns, ","), &faults)
	}
	readRegimes(&set, open)
	readIdentity(&set, open)
	readPublished(&set, open)
	if _, err := fs.Stat(dir, "intake.csv"); err == nil { // a directory that was not collected row by row has none
		readIntake(&set, open)
	}
	if _, err := fs.Stat(dir, "spells.csv"); err == nil { // a directory without special measures has none
		readSpells(&set, open)
	}
	names, err := fs.Glob(dir, "claims/*.csv")
	if err != nil || len(names) == 0 {
		faults = append(faults, Fault{File: "claims", What: "holds no claims file"})
	}
	for _, name := range names {
		era := strings.TrimSuffix(strings.TrimPrefix(name, "claims/"), ".csv")
		readClaims(&set, era, open(name, claimColumns))
	}
	return set, faults
}

type opener func(file, columns string) *sheet

func readRegimes(set *Set, open opener) {
	for s := open("sources.csv", "id,title,publisher,url,tier,published_on,counts_from,dated_by,licence,note"); s.next(); {
		set.Sources = append(set.Sources, eras.Source{
			ID: s.need("id"), Title: s.need("title"), Publisher: s.need("publisher"), URL: s.text("url"),
			Tier: s.oneOf("tier", sourceTiers(), false), PublishedOn: s.date("published_on"), CountsFrom: s.date("counts_from"),
			DatedBy: s.oneOf("dated_by", []string{"printed", "address", "edition", "release"}, true),
			Licence: s.need("licence"), Note: s.text("note"),
		})
	}
	for s := open("eras.csv", "id,label,publisher,from,to,headline,rolling,rated_kinds,peer_groups,about,source"); s.next(); {
		set.Eras = append(set.Eras, eras.Era{
			ID: s.need("id"), Label: s.need("label"), Publisher: s.need("publisher"), From: string(s.date("from")), To: string(s.date("to")),
			Headline: s.need("headline"), Rolling: s.flag("rolling"), RatedKinds: s.text("rated_kinds"),
			PeerGroups: s.text("peer_groups"), About: s.need("about"), Source: s.need("source"),
		})
	}
	for s := open("scales.csv", "scale,level,code,label,meaning"); s.next(); {
		set.Levels = append(set.Levels, eras.Level{
			Scale: s.need("scale"), Number: s.number("level"), Code: s.need("code"), Label: s.need("label"), Meaning: s.text("meaning"),
		})
	}
	for s := open("measures.csv", "id,era,label,kind,scale,unit,better,headline,about"); s.next(); {
		set.Measures = append(set.Measures, eras.Measure{
			ID: s.need("id"), Era: s.need("era"), Label: s.need("label"),
			Kind:  s.oneOf("kind", []string{"level", "number", "rank", "range", "words"}, false),
			Scale: s.text("scale"), Unit: s.text("unit"), Better: s.oneOf("better", []string{"higher", "lower", "none"}, false),
			Headline: s.flag("headline"), About: s.text("about"),
		})
	}
	for s := open("editions.csv", "id,era,seq,label,period,rated_from,rated_to,published_on,publisher,framework,vintage,about,source"); s.next(); {
		set.Editions = append(set.Editions, eras.Edition{
			ID: s.need("id"), Era: s.need("era"), Seq: s.number("seq"), Label: s.need("label"), Period: s.text("period"),
			RatedFrom: string(s.date("rated_from")), RatedTo: string(s.date("rated_to")), Published: s.date("published_on"),
			Publisher: s.need("publisher"), Framework: s.text("framework"), Vintage: s.text("vintage"),
			About: s.text("about"), Source: s.text("source"),
		})
	}
	for s := open("breaks.csv", "id,era,from_edition,to_edition,on,peer_group,measure,forbids,kind,why,about,source,intake"); s.next(); {
		set.Breaks = append(set.Breaks, eras.Break{
			ID: s.need("id"), Era: s.text("era"), FromEdition: s.text("from_edition"), ToEdition: s.text("to_edition"), On: s.date("on"),
			PeerGroup: s.text("peer_group"), Measure: s.text("measure"), Forbids: strings.Fields(s.need("forbids")),
			Kind: s.need("kind"), Why: s.need("why"), About: s.text("about"), Source: s.need("source"), Intake: s.text("intake"),
		})
	}
}

func readIdentity(set *Set, open opener) {
	for s := open("bodies.csv", "id,kind,name,opened,closed,closed_basis,foundation_from,region,town,county,postcode,parent,code_status,note,source"); s.next(); {
		set.Bodies = append(set.Bodies, Body{
			ID: s.need("id"), Kind: s.oneOf("kind", bodyKinds(), false), Name: s.need("name"), Opened: s.date("opened"), Closed: s.date("closed"),
			ClosedBasis:    s.oneOf("closed_basis", []string{"legal", "operational", "inferred-from-succession", "unknown"}, true),
			FoundationFrom: s.date("foundation_from"), Region: s.text("region"), Town: s.text("town"), County: s.text("county"),
			Postcode: s.text("postcode"), Parent: s.text("parent"),
			CodeStatus: s.oneOf("code_status", []string{"evidenced", "not-evidenced"}, false), Note: s.text("note"), Source: s.text("source"),
		})
	}
	for s := open("names.csv", "body,name,kind,from,to,source"); s.next(); {
		set.Names = append(set.Names, Name{
			Body: s.need("body"), Name: s.need("name"),
			Kind: s.oneOf("kind", []string{"official", "former", "alias", "printed", "hospital", "town"}, false),
			From: s.date("from"), To: s.date("to"), Source: s.need("source"),
		})
	}
	for s := open("successions.csv", "predecessor,successor,on,kind,other_dates,source,note"); s.next(); {
		set.Successions = append(set.Successions, Succession{
			Predecessor: s.need("predecessor"), Successor: s.need("successor"), On: s.date("on"),
			Kind: s.oneOf("kind", successionKinds(), false), OtherDates: s.text("other_dates"), Source: s.need("source"), Note: s.text("note"),
		})
	}
	for s := open("matches.csv", "era,edition,trust_type,printed_name,body,confidence,basis,candidates,reason"); s.next(); {
		m := Match{
			Era: s.need("era"), Edition: s.text("edition"), TrustType: s.text("trust_type"), PrintedName: s.need("printed_name"), Body: s.text("body"),
			Confidence: s.oneOf("confidence", []string{"certain", "likely", "unsure", "none"}, false), Basis: s.text("basis"),
			Candidates: s.text("candidates"), Reason: s.text("reason"),
		}
		settled := m.Confidence == "certain" || m.Confidence == "likely"
		if settled != (m.Body != "") {
			s.bad("body", "a match that is %s %s a body", m.Confidence, map[bool]string{true: "needs", false: "must not name"}[settled])
		}
		if !settled && m.Reason == "" {
			s.bad("reason", "a name left without a body needs a reason")
		}
		set.Matches = append(set.Matches, m)
	}
}

func readPublished(set *Set, open opener) {
	for s := open("totals.csv", "id,edition,peer_group,scope,measure,value,low,high,count,percent,at_least,base,set,doubt,tier,source,note,intake"); s.next(); {
		set.Totals = append(set.Totals, Total{
			ID: s.need("id"), Edition: s.text("edition"), PeerGroup: s.oneOf("peer_group", eras.PeerGroups(), true), Scope: s.text("scope"),
			Measure: s.need("measure"), Value: s.need("value"), Low: s.number("low"), High: s.number("high"), Count: s.decimal("count"),
			Percent: s.decimal("percent"), AtLeast: s.flag("at_least"), Base: s.decimal("base"), Set: s.text("set"), Doubt: s.doubt(),
			Tier: s.oneOf("tier", eras.Tiers(), true), Source: s.need("source"), Note: s.text("note"), Intake: s.text("intake"),
		})
	}
	for s := open("movements.csv", "id,from_edition,to_edition,peer_group,measure,from_value,from_low,from_high,to_value,to_low,to_high,count,at_least,doubt,tier,source,note,intake"); s.next(); {
		set.Movements = append(set.Movements, Movement{
			ID: s.need("id"), FromEdition: s.need("from_edition"), ToEdition: s.need("to_edition"),
			PeerGroup: s.oneOf("peer_group", eras.PeerGroups(), true), Measure: s.need("measure"),
			FromValue: s.need("from_value"), FromLow: s.number("from_low"), FromHigh: s.number("from_high"),
			ToValue: s.need("to_value"), ToLow: s.number("to_low"), ToHigh: s.number("to_high"),
			Count: s.decimal("count"), AtLeast: s.flag("at_least"), Doubt: s.doubt(),
			Tier: s.oneOf("tier", eras.Tiers(), true), Source: s.need("source"), Note: s.text("note"), Intake: s.text("intake"),
		})
	}
	for s := open("conflicts.csv", "id,era,edition,peer_group,body,measure,about,sides,sources,kind"); s.next(); {
		set.Conflicts = append(set.Conflicts, Conflict{
			ID: s.need("id"), Era: s.need("era"), Edition: s.text("edition"), PeerGroup: s.text("peer_group"), Body: s.text("body"),
			Measure: s.text("measure"), About: s.need("about"), Sides: s.need("sides"), Sources: s.need("sources"), Kind: s.text("kind"),
		})
	}
	for s := open("changes.csv", "data_version,what,key,before,after,why"); s.next(); {
		set.Changes = append(set.Changes, Change{
			DataVersion: s.need("data_version"), What: s.need("what"), Key: s.need("key"),
			Before: s.text("before"), After: s.text("after"), Why: s.need("why"),
		})
	}
}

func readIntake(set *Set, open opener) {
	for s := open("intake.csv", "file,row,reason,claim,note"); s.next(); {
		set.Intake = append(set.Intake, Exclusion{
			File: s.need("file"), Row: s.number("row"), Reason: s.oneOf("reason", Reasons(), false),
			Claims: strings.Fields(s.text("claim")), Note: s.text("note"),
		})
	}
}

func readSpells(set *Set, open opener) {
	for s := open("spells.csv", "body,regime,from,to,entry_claim,exit_claim,note"); s.next(); {
		set.Spells = append(set.Spells, Spell{
			Body: s.need("body"), Regime: s.oneOf("regime", []string{"quality", "finance", "keogh"}, false), From: s.date("from"), To: s.date("to"),
			EntryClaim: s.text("entry_claim"), ExitClaim: s.text("exit_claim"), Note: s.text("note"),
		})
	}
}

const claimColumns = "id,edition,rated_on,body,level,peer_group,trust_type,measure,printed_name,value,low,high,number,of,status,doubt,tier,source,locator,note,service,intake"

func readClaims(set *Set, era string, s *sheet) {
	for s.next() {
		set.Claims = append(set.Claims, eras.Claim{
			ID: s.need("id"), Era: era, Edition: s.text("edition"), RatedOn: s.date("rated_on"), Body: s.text("body"),
			Level:     s.oneOf("level", []string{"trust", "provider", "location", "service", "icb", "ccg", "system", "national"}, false),
			PeerGroup: s.oneOf("peer_group", eras.PeerGroups(), true), TrustType: s.text("trust_type"), Measure: s.need("measure"),
			PrintedName: s.need("printed_name"), Value: s.need("value"), Low: s.number("low"), High: s.number("high"),
			Number: s.decimal("number"), Of: s.number("of"), Status: s.oneOf("status", eras.Statuses(), true), Doubt: s.doubt(),
			Tier: s.oneOf("tier", eras.Tiers(), false), Source: s.need("source"), Locator: s.text("locator"), Note: s.text("note"),
			Service: s.text("service"), Intake: s.text("intake"),
		})
	}
}

func (s *sheet) doubt() eras.Doubt {
	d := eras.Doubt(s.text("doubt"))
	if !slices.Contains(eras.Doubts(), d) {
		s.bad("doubt", "%q is no grade of doubt", d)
	}
	return d
}

func sourceTiers() []string {
	return slices.DeleteFunc(eras.Tiers(), func(t string) bool { return t == "retrospective-press" })
}

func bodyKinds() []string {
	return []string{
		"trust", "foundation-trust", "care-trust", "pct", "ccg", "icb", "system", "cqc-location", "provider", "other",
	}
}

func successionKinds() []string {
	return []string{
		"merge", "split", "split-merge", "absorbed", "merge-into-existing", "one-to-one", "services-transferred",
	}
}
