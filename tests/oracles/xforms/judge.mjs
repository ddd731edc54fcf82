// Judges answers by ODK's own engine: reads [{xform, instances: [xml]}] from stdin, writes for each instance
// {path: [relevant, required, violated condition or null]} to stdout.

import { JSDOM } from 'jsdom';

const dom = new JSDOM('<!doctype html>');
globalThis.window = dom.window;
globalThis.self = globalThis;
for (const name of ['document', 'DOMParser', 'Node', 'Element', 'XMLSerializer']) globalThis[name] = dom.window[name];

// The engine's parser looks for Node's own modules, which its bundle leaves out: it is to believe in a browser.
// Node's fetch, which reads the parser from a data: address, looks at the version when it is first called.
await fetch('data:,');
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: undefined } });
const { restoreInstance } = await import('@getodk/xforms-engine');

const tell = (node, found) => {
  const { nodeType, currentState: state } = node;
  if (nodeType === 'root' || nodeType === 'group' || nodeType.startsWith('repeat')) {
    for (const child of state.children ?? []) tell(child, found);
    return;
  }
  const violation = node.validationState?.violation ?? null;
  found[state.reference.replace(/^\/data\//, '')] = [state.relevant, state.required, violation?.condition ?? null];
};

let input = '';
for await (const part of process.stdin) input += part;
const results = [];
for (const { xform, instances } of JSON.parse(input)) {
  for (const xml of instances) {
    const data = new FormData();
    data.set('xml_submission_file', new File([xml], 'answer.xml', { type: 'text/xml' }));
    const instance = await restoreInstance(xform, { data: [data] });
    const found = {};
    tell(instance.root, found);
    results.push(found);
  }
}
process.stdout.write(JSON.stringify(results));
