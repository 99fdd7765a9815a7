// Fills the peer's local database with the documents and pictures of a counter's store, given as JSON lines.
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const PouchDB = require(path.join(process.argv[2], "node_modules", "pouchdb"));
const database = new PouchDB(process.argv[3]);

async function fill() {
  let documents = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(process.argv[4]) })) {
    const { photos, ...rest } = JSON.parse(line);
    if (photos.length) {
      rest._attachments = Object.fromEntries(
        photos.map((file) => [path.basename(file), { content_type: "image/jpeg", data: fs.readFileSync(file) }]),
      );
    }
    documents.push(rest);
    if (documents.length === 100) {
      await database.bulkDocs(documents);
      documents = [];
    }
  }
  await database.bulkDocs(documents);
  await database.close();
}
fill();
