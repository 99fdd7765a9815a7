// Draws ZPL with zebrash (compiled to WebAssembly by zpl-renderer-js): one JSON request a line, one JSON answer a line.
const readline = require("node:readline");
const { ready } = require(process.argv[2]);

ready.then(async ({ api }) => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { zpl, width, height, dpmm } = JSON.parse(line);
    let answer;
    try {
      answer = { pictures: await api.zplToBase64MultipleAsync(zpl, width, height, dpmm) };
    } catch (problem) {
      answer = { problem: String(problem) };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
  process.exit(0);
});
