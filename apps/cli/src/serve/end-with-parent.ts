// Loaded by `node --import` in front of a program that a command starts: descriptor 3 is a pipe from that command, and
// when it closes, however the command ended, the program is asked to stop. So nothing stays behind.
import { Socket } from 'node:net'

const COMMAND = 3

new Socket({ fd: COMMAND })
  .on('error', () => {})
  .on('close', () => process.kill(process.pid, 'SIGTERM'))
  .resume()
  .unref()
