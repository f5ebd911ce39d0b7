const filters = document.getElementById("filters");
const findings = [...document.querySelectorAll(".finding")];
const rules = [...new Set(findings.map((finding) => finding.dataset.rule))].sort();
rules.forEach((rule) => filters.rule.add(new Option(rule)));

function show() {
  const checked = [...filters.querySelectorAll("input:checked")].map((input) => input.value);
  const rule = filters.rule.value;
  findings.forEach((finding) => {
    const isWanted = ["", finding.dataset.rule].includes(rule);
    finding.hidden = isWanted ? !checked.includes(finding.dataset.severity) : true;
  });
  const shown = findings.filter((finding) => !finding.hidden).length;
  document.getElementById("count").textContent = `${shown} of ${findings.length} findings`;
}

filters.hidden = findings.length === 0;
filters.addEventListener("input", show);
show();
