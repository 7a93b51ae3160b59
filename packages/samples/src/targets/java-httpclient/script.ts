import { java } from '../../languages/java.ts'
import { titleOf } from '../../program/plan.ts'
import { type Code, fileText, indent } from '../../writer/lines.ts'
import { type JavaProgram, TAB } from './program.ts'

const JACKSON = '2.19.2'

export const INSTALL = ['core', 'databind', 'annotations'].map(
  part => `mvn dependency:copy -Dartifact=com.fasterxml.jackson.core:jackson-${part}:${JACKSON} -DoutputDirectory=lib`,
)

/** The text of a class of this name with these types and these lines, and of what they need. */
export function script(program: JavaProgram, name: string, types: Code, main: Code): string {
  return fileText(
    java.comment(titleOf(program.plan)),
    '',
    program.imports.map(type => `import ${type};`),
    '',
    `public class ${name} {`,
    indent(TAB, types),
    indent(TAB, 'public static void main(String[] args) throws Exception {', indent(TAB, main), '}'),
    program.functions.map(code => ['', indent(TAB, code)]),
    '}',
  )
}
