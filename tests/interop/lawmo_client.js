// A lock and wipe device (LAWMO 1.0) that knows nothing of swmgen but the protocol: JSON lines on standard input and output.
// It has no list of items to wipe, so that it reports every wipe with 1201; its declaration says so.
"use strict";

const OPERATIONS = {
  "Operations/FullyLock": { action: "lock_fully", state: "10" },
  "Operations/PartiallyLock": { action: "lock_partially", state: "20" },
  "Operations/UnLock": { action: "unlock", state: "30" },
  "Operations/FactoryReset": { action: "reset", state: "30" },
  "Operations/Wipe": { action: "wipe", state: null, result: 1201 },
};

let device;

function fresh() {
  return { state: "30", running: null, correlator: null, alerts: [], actions: [] };
}

function execute(node, correlator) {
  if (!(node in OPERATIONS)) return 404;
  if (device.running !== null) return 405;
  device.running = node;
  device.correlator = correlator;
  device.actions.push(OPERATIONS[node].action);
  return 202;
}

function end(result) {
  device.alerts.push({
    type: "urn:oma:at:lawmo:1.0:OperationComplete",
    format: "xml",
    mark: result >= 1200 && result < 1300 ? "informational" : "warning",
    data: `<ResultCode>${result}</ResultCode>`,
    source: device.running,
    correlator: device.correlator,
  });
  device.running = null;
}

function happen(event, result) {
  if (device.running === null) return;
  const operation = OPERATIONS[device.running];
  if (event === "done") {
    device.state = operation.state ?? device.state;
    end(operation.result ?? 1200);
  } else if (event === "fails") {
    end(result);
  }
}

function restart() {
  if (device.running !== null) device.actions.push(OPERATIONS[device.running].action);
}

const verbs = {
  reset(asked) {
    if (asked.enabler !== "lawmo-1.0" || asked.machine !== "lock") return { unsupported: asked.enabler };
    device = fresh();
  },
  arrange() {},
  command(asked) {
    return asked.kind === "exec"
      ? { ok: true, status: execute(asked.node, asked.correlator) }
      : { unsupported: asked.kind };
  },
  happen(asked) {
    happen(asked.event, asked.result);
  },
  restart,
  cut(asked) {
    // What was decided is stored, so that the order is carried out after the start, and then once more by it.
    if (asked.kind === "exec") execute(asked.node, asked.correlator);
    else happen(asked.event, asked.result);
    restart();
  },
  observe() {
    const { state, alerts } = device;
    const actions = device.actions;
    device.actions = [];
    return { ok: true, state, alerts, actions };
  },
  collect() {
    device.alerts = [];
    device.actions = [];
  },
};

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const asked = JSON.parse(line);
    const verb = verbs[asked.do];
    const answer = verb === undefined ? { unsupported: asked.do } : verb(asked);
    process.stdout.write(JSON.stringify(answer ?? { ok: true }) + "\n");
  });
