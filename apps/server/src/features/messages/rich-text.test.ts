import { PostMessage } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { makeAppOfMany, makePersonal } from '../../testing/conversation.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { conversationId } = await makePersonal(app)
const params = { appId, conversationId }

/** What is kept of a content. */
async function kept(content: object) {
  const body = { author: { type: 'business' }, content }
  const answer = await client.call(PostMessage, { params, body })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.messages[0]?.content
}

describe('markup that could do harm', () => {
  const script = 'alert(1)'
  const hostile = [
    `<script>${script}</script>`,
    `<SCRIPT SRC=https://evil.example/x.js></SCRIPT>`,
    `<scr<script>ipt>${script}</scr</script>ipt>`,
    `<img src=x onerror=${script}>`,
    `<img src="javascript:${script}">`,
    `<IMG """><SCRIPT>${script}</SCRIPT>">`,
    `<svg onload=${script}>`,
    `<svg><script>${script}</script></svg>`,
    `<svg><a xlink:href="javascript:${script}">x</a></svg>`,
    `<math><mtext><a href="javascript:${script}">x</a></mtext></math>`,
    `<a href="javascript:${script}">x</a>`,
    `<a href="JaVaScRiPt:${script}">x</a>`,
    `<a href=" javascript:${script}">x</a>`,
    `<a href="java&#9;script:${script}">x</a>`,
    `<a href="java\nscript:${script}">x</a>`,
    `<a href="&#106;avascript:${script}">x</a>`,
    `<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:${script}">x</a>`,
    `<a href="vbscript:msgbox(1)">x</a>`,
    `<a href="data:text/html,<script>${script}</script>">x</a>`,
    `<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`,
    `<a href="blob:https://example.com/x">x</a>`,
    `<a href="file:///etc/passwd">x</a>`,
    `<a href="//evil.example">x</a>`,
    `<a href="https://example.com" onclick="${script}">x</a>`,
    `<a href="https://example.com" onmouseover=${script} style="x">x</a>`,
    `<a href="https://example.com" target="_blank" formaction="javascript:${script}">x</a>`,
    `<p style="background:url(javascript:${script})">x</p>`,
    `<p style="width:expression(${script})">x</p>`,
    `<style>@import 'https://evil.example/x.css'</style>`,
    `<style>body{background:url(https://evil.example)}</style>`,
    `<link rel=stylesheet href=https://evil.example/x.css>`,
    `<iframe src="javascript:${script}"></iframe>`,
    `<iframe srcdoc="<script>${script}</script>"></iframe>`,
    `<object data="javascript:${script}"></object>`,
    `<embed src="javascript:${script}">`,
    `<form action="javascript:${script}"><button>x</button></form>`,
    `<button formaction="javascript:${script}">x</button>`,
    `<input autofocus onfocus=${script}>`,
    `<select autofocus onfocus=${script}></select>`,
    `<textarea autofocus onfocus=${script}></textarea>`,
    `<video><source onerror="${script}"></video>`,
    `<video src=x onerror=${script}></video>`,
    `<audio src=x onerror=${script}></audio>`,
    `<details open ontoggle=${script}>x</details>`,
    `<marquee onstart=${script}>x</marquee>`,
    `<body onload=${script}>`,
    `<base href="https://evil.example/">`,
    `<meta http-equiv="refresh" content="0;url=javascript:${script}">`,
    `<template><script>${script}</script></template>`,
    `<noscript><p title="</noscript><img src=x onerror=${script}>"></noscript>`,
    `<textarea></textarea><script>${script}</script>`,
    `<!--><script>${script}</script>-->`,
    `<!-- --!><img src=x onerror=${script}> -->`,
    `<![CDATA[<script>${script}</script>]]>`,
    `<xmp><p title="</xmp><img src=x onerror=${script}>"></xmp>`,
    `<isindex type=image src=1 onerror=${script}>`,
    `<p id=x class=y onpointerenter=${script}>x</p>`,
    `<table background="javascript:${script}"><td>x</td></table>`,
    `<frameset onload=${script}></frameset>`,
    `<x onclick=${script}>x</x>`,
    `<a href="https://example.com"title='"><img src=x onerror=${script}>'>x</a>`,
    `<img srcset="https://evil.example/x 1x">`,
    `<b onanimationstart=${script} style="animation:x">x</b>`,
  ]
  /** Read as a browser would: tags that are left, their attributes, and where they lead. */
  const harmful = (html: string) =>
    [...html.matchAll(/<(\/?)([a-z][^\s/>]*)([^>]*)>/gi)].filter(([, , tag = '', attributes = '']) => {
      const known = /^(p|br|hr|span|strong|b|em|i|u|s|del|sub|sup|code|pre|blockquote|ul|ol|li|a|h[1-6])$/i.test(tag)
      const rest = attributes
        .replace(/ (?:href="(?:https?:|mailto:|tel:)[^"]*"|title="[^"]*")/g, '')
        .replace('/', '')
        .trim()
      return !known || rest !== ''
    })

  test.each(hostile)('is taken out of HTML: %s', async html => {
    const content = await kept({ type: 'text', htmlText: `Before ${html} after`, text: 'x' })
    expect(harmful(String(content?.htmlText))).toEqual([])
  })

  test.each(hostile.slice(0, 20))('is taken out of Markdown: %s', async html => {
    const content = await kept({ type: 'text', markdownText: `Before ${html} after`, text: 'x' })
    expect(harmful(String(content?.htmlText))).toEqual([])
  })

  test('in links of Markdown leads nowhere', async () => {
    const content = await kept({ type: 'text', markdownText: '[x](javascript:alert(1)) ![y](javascript:alert(1))' })
    expect(String(content?.htmlText)).not.toMatch(/javascript|<img/i)
  })
})
