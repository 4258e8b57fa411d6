// Reads [[display, tex], ...] from the standard input and writes what KaTeX says of each that it does not render.
const katex = require("./dist/katex.min.js");
const problems = [];
for (const [displayMode, tex] of JSON.parse(require("fs").readFileSync(0, "utf-8"))) {
    try {
        katex.renderToString(tex, { displayMode, throwOnError: true, strict: "error" });
    } catch (error) {
        problems.push(`${tex}: ${error.message}`);
    }
}
process.stdout.write(JSON.stringify(problems));
