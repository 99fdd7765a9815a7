// The peer's hub: express-pouchdb on a folder, as its own manual sets it up. Prints its port; ends when its input closes.
const path = require("path");
const tools = path.join(process.argv[2], "node_modules");
const express = require(path.join(tools, "express"));
const PouchDB = require(path.join(tools, "pouchdb"));
const folder = process.argv[3] + path.sep;
process.chdir(process.argv[3]);
const app = express();
app.use("/", require(path.join(tools, "express-pouchdb"))(PouchDB.defaults({ prefix: folder }), { mode: "minimumForPouchDB" }));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();
