// Runs cells in tslab's own executor, as its kernel does, and prints their outputs as JSON.
// Usage: node run-cells.cjs CELL...
const { createConverter } = require('tslab/dist/converter');
const { createExecutor } = require('tslab/dist/executor');
const { JupyterHandlerImpl } = require('tslab/dist/jupyter');

async function main(cells) {
  const write = process.stdout.write.bind(process.stdout);
  const node = createConverter({ isJS: false, isBrowser: false });
  const executor = createExecutor(process.cwd(), { node, close: () => node.close() }, console);
  const handler = new JupyterHandlerImpl(executor, false);
  const outputs = [];
  for (const [cell, code] of cells.entries()) {
    const reply = await handler.handleExecute(
      { code },
      (name, text) => outputs.push({ cell, name, text }),
      (content, update) => outputs.push({ cell, update, ...content }),
    );
    outputs.push({ cell, status: reply.status });
  }
  handler.close();
  write(JSON.stringify(outputs), () => process.exit(0));
}

main(process.argv.slice(2));
