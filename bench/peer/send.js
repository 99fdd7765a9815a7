// One replication of the peer's local database to its hub; fails when not every document arrived.
const path = require("path");
const PouchDB = require(path.join(process.argv[2], "node_modules", "pouchdb"));
const local = new PouchDB(process.argv[3]);

async function send() {
  const there = new PouchDB(`http://127.0.0.1:${process.argv[4]}/things`);
  const done = await local.replicate.to(there, { batch_size: 100 });
  const { doc_count: expected } = await local.info();
  if (!done.ok || done.docs_written !== expected) {
    throw new Error(`${done.docs_written} of ${expected} arrived`);
  }
  process.exit();
}
send();
