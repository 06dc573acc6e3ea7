// What any program with these libraries costs at its start: one DuckDB in memory, one web server, and a line that says that they are there.
import { DuckDBInstance } from '@duckdb/node-api';
import { fastify } from 'fastify';

const instance = await DuckDBInstance.create();
const connection = await instance.connect();
await connection.run('SELECT 1');
const server = fastify();
await server.listen({ host: '127.0.0.1', port: 0 });
console.log(server.addresses());
