/** One contender as a server of its own: `node bench/http/serve.js NAME`. Is told by who started it what to
 * serve, sends its port and answers questions. */
import { once } from 'node:events';
import { bares } from './bare.js';
import { nests } from './nest.js';
import { program } from './program.js';

const [name] = process.argv.slice(2);
const [about] = await once(process, 'message');
const start = { ...bares, ...nests, PrepSense: program }[name];
const { port, answers = {} } = await start(about);

const known = { cpu: () => process.cpuUsage(), ...answers };
process.on('message', (question) => {
  const [about, given] = question.split(' ');
  void Promise.resolve(known[about](given)).then((answer) => process.send(answer));
});
process.on('disconnect', () => process.exit());
process.send(port);
