package export

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// profiles asks the reference implementation of the data package specification,
// which carries its JSON schemas; $DATAPACKAGE_NODE names the directory of
// node_modules that has datapackage.
const profiles = `
const { Profile } = require(process.env.DATAPACKAGE_NODE + '/datapackage');
(async () => {
  const asked = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
  const faults = [];
  for (const name of ['data-package', asked.profile]) {
    const found = (await Profile.load(name)).validate(asked);
    for (const e of found.errors) faults.push(name + ': ' + e.message);
  }
  console.log(JSON.stringify(faults));
})().catch(err => { console.error(String(err)); process.exit(1); });
`

// The descriptor is valid by the JSON schemas of the specification, and one that is
// not is found out.
func checkProfiles(t *testing.T, dir string) {
	if os.Getenv("DATAPACKAGE_NODE") == "" {
		t.Skip("$DATAPACKAGE_NODE does not say where datapackage is; .ci/run installs it")
	}
	node := tool(t, "node")
	script := filepath.Join(t.TempDir(), "ask.js")
	if err := os.WriteFile(script, []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(descriptor string) (faults []string) {
		out, err := exec.CommandContext(t.Context(), node, script, descriptor).CombinedOutput()
		if err != nil || json.Unmarshal(out, &faults) != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return faults
	}
	for _, fault := range ask(filepath.Join(dir, "datapackage.json")) {
		t.Error(fault)
	}
	spoilt := filepath.Join(t.TempDir(), "datapackage.json")
	if err := os.WriteFile(spoilt, []byte(`{"name": "A name", "profile": "tabular-data-package", "resources": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(ask(spoilt)) == 0 {
		t.Error("a package without resources is called valid")
	}
}
