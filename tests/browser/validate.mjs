// Holds pages against html-validate: a page per line in, as a JSON string; its messages out, as a line of JSON.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = JSON.parse(readFileSync(new URL(".htmlvalidate.json", import.meta.url), "utf-8"));
const validator = new HtmlValidate(new StaticConfigLoader(rules));
for await (const line of createInterface({ input: process.stdin })) {
  const report = await validator.validateString(JSON.parse(line));
  process.stdout.write(JSON.stringify(report.results.flatMap((result) => result.messages)) + "\n");
}
