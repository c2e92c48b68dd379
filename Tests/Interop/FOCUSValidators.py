"""Validates files of FOCUS with validators that this project did not write.

For each <provider>-<version>.csv of a folder:

- 1.2: focus-validator. It exits with 0 whatever it finds, so its Total line and its list of failures are read.
- 1.4: `focus-toolkit validate`, which calls itself a linter.
- Both: each cost is the product of its unit price and the quantity to the last digit, each converted cost is the
  product with its rate, and all rows have the columns of the header.

Failures of the validators themselves are the floor (Docs/FOCUS.md): a file with any other failure fails, and so does
one without them, because then the floor is to be lowered.
"""

import csv
import decimal
import pathlib
import re
import subprocess
import sys

# Of 1.2: each of InvoiceId-C-004-C and InvoiceId-C-005-C says of every row what the other one denies.
FLOOR = {"InvoiceId-C-005-C"}
PROVIDERS = {"aurous", "venice", "tresor", "chatBotKit", "auralytik"}
COSTS = [
    ("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost"), ("ContractedUnitPrice", "BilledCost"),
    ("ContractedUnitPrice", "EffectiveCost"), ("PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost"),
]
EXACT = decimal.Context(prec=400, traps=[decimal.Inexact, decimal.InvalidOperation])


def run(command, folder):
    """The output of a program and its exit code."""
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout, done.returncode


def products(rows):
    """What is wrong with the rows, and how many there are of each pricing currency."""
    problems = []
    for number, row in enumerate(rows, 1):
        if None in row or None in row.values():
            problems.append(f"row {number} has other columns than the header")
            continue
        value = {name: decimal.Decimal(row[name]) for pair in COSTS for name in pair}
        quantity = decimal.Decimal(row["PricingQuantity"])
        for price, cost in COSTS:
            if EXACT.multiply(value[price], quantity) != value[cost]:
                problems.append(f"row {number}: {price} × PricingQuantity is not {cost}")
        if row["x_ExchangeRate"]:
            rate = decimal.Decimal(row["x_ExchangeRate"])
            if EXACT.multiply(value["PricingCurrencyEffectiveCost"], rate) != value["BilledCost"]:
                problems.append(f"row {number}: PricingCurrencyEffectiveCost × x_ExchangeRate is not BilledCost")
    return problems


def validate(path, validator):
    """The result of focus-validator, and whether it is the floor."""
    # It opens its rules and its log by paths relative to its own folder.
    folder = next((validator / "lib").glob("python3*/site-packages"))
    output, code = run(
        [validator / "bin" / "focus-validator", "--data-file", path, "--validate-version", "1.2", "--block-download",
         "--focus-dataset", "CostAndUsage"], folder)
    total = re.search(r"^Total: (\d+) \| Pass: (\d+) \| Fail: (\d+) \| Skipped: (\d+)$", output, re.MULTILINE)
    if code != 0 or not total:
        return f"focus-validator ended with {code}: {output.strip()[-500:]}", False
    failures = re.findall(r"^❌ (\S+): FAIL", output, re.MULTILINE)
    passed, failed = int(total[2]), int(total[3])
    # A file that is not read as one of FOCUS passes few rules.
    is_floor = set(failures) == FLOOR and failed == len(FLOOR) and passed > 100
    return f"{passed} rules passed, {failed} failed: {', '.join(failures)}", is_floor


def lint(path, toolkit, virtual):
    """The result of the linter, and whether it is the floor: one violation for each row with a virtual currency."""
    output, code = run(
        [toolkit / "bin" / "focus-toolkit", "validate", "--dataset", "cost-and-usage", path], path.parent)
    if virtual == 0:
        is_ok = code == 0 and "structural+semantic lint OK" in output
        return ("no violation" if is_ok else output.strip()[:500]), is_ok
    count = re.search(r": (\d+) violation\(s\)$", output, re.MULTILINE)
    # It prints the first 50 only. With one violation a row, the number says that there is no other.
    lines = re.findall(r"^  \[(.*)$", output, re.MULTILINE)
    known = re.compile(r"STRUCTURAL_VALID:bad_currency\] PricingCurrency row \d+: ")
    others = [line for line in lines if not known.match(line)]
    is_floor = code == 1 and count is not None and int(count[1]) == virtual and bool(lines) and not others
    if not is_floor:
        return f"expected {virtual} virtual currencies as the only violations: {output.strip()[:500]}", False
    return f"{virtual} violations: PricingCurrency is virtual", True


def main():
    folder, validator, toolkit = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    paths = sorted(folder.glob("*.csv"))
    failed = 0
    validated = set()
    for path in paths:
        provider, version = path.stem.rsplit("-", 1)
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        problems = products(rows)
        if version == "1.2":
            result, is_ok = validate(path, validator)
        else:
            virtual = sum(not re.fullmatch("[A-Z]{3}", row["PricingCurrency"]) for row in rows)
            result, is_ok = lint(path, toolkit, virtual)
        if not rows or problems:
            is_ok = False
        validated.add((provider, version))
        failed += not is_ok
        print(f"{'ok' if is_ok else 'FAIL':8} {path.stem}: {len(rows)} rows; {result}")
        for problem in problems[:5]:
            print(f"         | {problem}")
    expected = {(provider, version) for provider in PROVIDERS for version in ("1.2", "1.4")}
    for provider, version in sorted(expected - validated):
        failed += 1
        print(f"FAIL     {provider}-{version}: no file")
    print(f"\n{len(validated)} files, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
