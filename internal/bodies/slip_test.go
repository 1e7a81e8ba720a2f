package bodies

import "testing"

func TestOneSlip(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"LEICESTER", "LEICESTER", false},
		{"LIECESTER", "LEICESTER", true}, // swapped
		{"LECESTER", "LEICESTER", true},  // left out
		{"LEIICESTER", "LEICESTER", true},
		{"LEICESTAR", "LEICESTER", true},
		{"EICESTER", "LEICESTER", true},
		{"LEICESTE", "LEICESTER", true},
		{"LIECESTAR", "LEICESTER", false},
		{"CEILESTER", "LEICESTER", false}, // swapped, but no neighbours
		{"", "A", true},
		{"", "", false},
		{"AB", "", false},
		{"É", "E", true},
	}
	for _, tt := range tests {
		if got := oneSlip(tt.a, tt.b); got != tt.want {
			t.Errorf("oneSlip(%q, %q) = %v", tt.a, tt.b, got)
		}
		if got := oneSlip(tt.b, tt.a); got != tt.want {
			t.Errorf("oneSlip(%q, %q) = %v", tt.b, tt.a, got)
		}
	}
}

func TestSlipOf(t *testing.T) {
	tests := []struct {
		typed, key string
		want       bool
	}{
		{"QUEEN ELIZABEHT", "QUEEN ELIZABETH HOSPITAL", true},
		{"QUEENELIZABETH", "QUEEN ELIZABETH", true},       // the space left out
		{"QUEN ELIZABEHT", "QUEEN ELIZABETH", false},      // two slips
		{"QUEEN ELIZABETH", "QUEEN ELIZABETH", false},     // none
		{"HULK", "HULL", false},                           // too short for a guess
		{"LEICESTERSHIRE", "LEICESTER NHS TRUST", false},  // another county's worth of letters
		{"NOTINGHAM CITY", "NOTTINGHAM NHS TRUST", false}, // the other word is missing
	}
	for _, tt := range tests {
		if got := slipOf(tt.typed, tt.key, words(tt.typed), words(tt.key)); got != tt.want {
			t.Errorf("slipOf(%q, %q) = %v", tt.typed, tt.key, got)
		}
	}
}
