// Prints the path of the Node to run Parhelion with, or fails with one line.
import { chooseNode } from './launch/node.js'

try {
  process.stdout.write(`${chooseNode()}\n`)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
