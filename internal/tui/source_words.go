package tui

import (
	"strings"

	"careratings/internal/eras"
	"careratings/internal/store"
)

// What became of a claim.
const (
	sourceChosen     = "chosen"
	sourceDisputed   = "chosen, in conflict"
	sourceConflict   = "in conflict"
	sourceAgrees     = "agrees"
	sourceWider      = "not chosen"
	sourceSuperseded = "superseded"
	sourceLater      = "not yet said"
	sourceBodyless   = "no certain body"
)

// status says what became of a claim among those on the same rating.
func (r *sourceReader) status(c eras.Claim) string {
	rating, ok := r.of[c.ID]
	switch {
	case !store.KnownBy(c, r.asOf):
		return sourceLater
	case !ok:
		return sourceBodyless
	case rating.Chosen().ID == c.ID && rating.Conflict:
		return sourceDisputed
	case rating.Chosen().ID == c.ID:
		return sourceChosen
	case c.Doubt == eras.Superseded:
		return sourceSuperseded
	case rating.Conflict && sourceExcludes(c, rating.Chosen()):
		return sourceConflict
	case sourceSame(c, rating.Chosen()):
		return sourceAgrees
	}
	return sourceWider
}

// sourceExcludes reports whether a stated claim contradicts the chosen one.
func sourceExcludes(c, chosen eras.Claim) bool {
	for _, r := range eras.Resolve([]eras.Claim{c, chosen}) {
		if r.Conflict {
			return true
		}
	}
	return false
}

// sourceSame reports whether two claims come to the same value.
func sourceSame(a, b eras.Claim) bool {
	if a.Low > 0 || b.Low > 0 {
		return a.Low == b.Low && a.High == b.High
	}
	if a.Number != "" || b.Number != "" {
		return a.Number == b.Number
	}
	return a.Status == b.Status && strings.EqualFold(a.Value, b.Value)
}

// claimSentence is everything on one claim.
func (r *sourceReader) claimSentence(c eras.Claim) string {
	name := r.name(c)
	if c.Body != "" {
		name += " (" + c.Body + ")"
	}
	parts := []string{name}
	if c.PrintedName != "" && c.PrintedName != r.name(c) {
		parts = append(parts, "printed as "+quoted(c.PrintedName))
	}
	parts = append(parts, c.Measure+" "+sourceOr(c.Edition, string(c.RatedOn))+": printed "+quoted(c.Value))
	if c.Doubt != eras.Stated {
		parts = append(parts, "[e] "+string(c.Doubt)+", in no distribution")
	}
	parts = append(parts, c.Locator, c.Note, r.fate(c))
	if b := r.body[c.Body]; b.Kind == "cqc-location" {
		parts = append(parts, "a location of "+sourceOr(b.Parent, "a provider not recorded"))
	}
	return sourceJoined(append(parts, "claim "+c.ID)...)
}

// fate says why a claim was chosen, or what was chosen instead.
func (r *sourceReader) fate(c eras.Claim) string {
	rating, ok := r.of[c.ID]
	if !ok {
		if !store.KnownBy(c, r.asOf) {
			return "as of " + r.asOf + " the source had not said so"
		}
		return "no body is certain for the name, so it is in no rating"
	}
	won := rating.Chosen()
	instead := quoted(won.Value) + " from " + won.Source
	switch r.status(c) {
	case sourceChosen:
		if len(rating.Claims) == 1 {
			return "chosen: the only claim"
		}
		return "chosen among " + plural(len(rating.Claims), "claim") + " by the rule of " + sourceRule(rating.Rule)
	case sourceDisputed:
		return "chosen by the rule of " + sourceRule(rating.Rule) + ", but another stated claim contradicts it"
	case sourceConflict:
		return "in conflict with the chosen " + instead
	case sourceAgrees:
		return "agrees with the chosen " + instead
	case sourceSuperseded:
		return "superseded; chosen is " + instead
	}
	return "not chosen; chosen is " + instead + " by the rule of " + sourceRule(rating.Rule)
}

// sourceRule is a rule of choice in words.
func sourceRule(rule string) string {
	switch rule {
	case "narrower":
		return "the narrower claim"
	case "doubt":
		return "the firmer statement"
	case "contemporary":
		return "the contemporary source"
	case "tier":
		return "the nearer source"
	case "correction":
		return "the later correction"
	case "later":
		return "the later source"
	case "order":
		return "order (nothing else tells them apart)"
	}
	return rule
}

// sourceTier says what a tier means.
func sourceTier(tier string) string {
	switch tier {
	case "official":
		return "the publisher of the ratings or Parliament itself"
	case "official-copy":
		return "a copy of what the publisher put out"
	case "trust":
		return "the rated body itself"
	case "third-party-derived":
		return "made by others from what was published"
	case "national-press":
		return "a national newspaper or broadcaster"
	case "trade-press":
		return "the press of the field"
	case "local-press":
		return "a local newspaper or broadcaster"
	case "retrospective-press":
		return "the press, looking back"
	case "encyclopaedia":
		return "a reference work"
	}
	return "a tier without a description"
}

// sourceDated says how the day is known from which a source counts.
func sourceDated(by string) string {
	switch by {
	case "printed":
		return "printed in it"
	case "address":
		return "told by its address"
	case "edition":
		return "that of the latest edition it tells of; its own is not known"
	case "release":
		return "that of the release of the data"
	case "":
		return "not known"
	}
	return by
}

// sourceLicence says what a licence allows.
func sourceLicence(licence string) string {
	switch licence {
	case "OGL-3.0":
		return "Open Government Licence v3.0"
	case "Open-Parliament":
		return "Open Parliament Licence"
	case "facts-only":
		return "facts only are taken, and cited"
	}
	return licence
}

// sourceCitation is how a source is cited: publisher, day, title, address, what
// stands for the day where none is printed, and the archive's own id.
func sourceCitation(s eras.Source) string {
	day := string(s.PublishedOn)
	if day == "" {
		day = "no date printed"
	}
	text := s.Publisher + " (" + day + "). " + strings.TrimSuffix(s.Title, ".") + "."
	if s.URL != "" {
		text += " " + s.URL + "."
	}
	return text + " Licence: " + sourceLicence(s.Licence) + ". Archive source " + s.ID + "."
}

// sourceJoined sets what there is of some parts in one line.
func sourceJoined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}

func sourceOr(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
