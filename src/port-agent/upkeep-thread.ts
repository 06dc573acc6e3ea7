// One turn of upkeep, in a thread of its own: what it computes neither delays the instrument nor counts for more than idle time.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { keepUp, type UpkeepNews, type UpkeepTask } from '../packet/upkeep.ts';

// On Linux this is the priority of the thread, elsewhere that of the whole process.
if (process.platform === 'linux') setPriority(0, 19);
const task: UpkeepTask = workerData;
await keepUp(task, (news: UpkeepNews) => parentPort?.postMessage(news));
