import assert from 'node:assert/strict'
import test from 'node:test'
import { cropOf, pulled } from '../../../Services/Web/common/crop.js'
import { deviceOf } from '../../../Services/Web/common/device.js'
import { digitsOf } from '../../../Services/Web/common/digits.js'
import { strengthOf } from '../../../Services/Web/common/strength.js'
import { matches, offsetOf, zonesOf } from '../../../Services/Web/settings/zones.js'

const MOZILLA = 'Mozilla/5.0'

test('a browser is called what people call it', () => {
  const agents = {
    [`${MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36`]: 'chrome windows',
    [`${MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0`]: 'edge windows',
    [`${MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1`]: 'safari iphone',
    [`${MOZILLA} (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0`]: 'samsung android',
    [`${MOZILLA} (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0`]: 'firefox macos',
    'curl/8.5.0': 'curl undefined', '': 'undefined undefined',
  }
  for (const [agent, name] of Object.entries(agents)) {
    const { browser, system } = deviceOf(agent)
    assert.equal(`${browser} ${system}`, name)
  }
})

test('what a sender writes of itself is never shown, only names that are known', () => {
  assert.deepEqual(deviceOf('<b>Your bank</b>'), { browser: undefined, system: undefined, small: false })
})

test('a password is as strong as it is long, unless everybody would try it', () => {
  const strengths = {
    short: 0, '۱۲۳۴۵۶۷۸۹': 0, password123: 1, 'Password2024!': 1, '1234567890': 1, qwertyuiop: 1, aaaaaaaaaaaa: 1,
    'layan@shop.example': 1, 'layan2024!!': 1, 'kettle moon': 1, 'kettle moon bread': 2, 'three palms by the well': 3,
    'ثلاث نخلات عند البئر': 3,
  }
  for (const [password, strength] of Object.entries(strengths)) {
    assert.equal(strengthOf(password, ['layan@shop.example']), strength, password)
  }
})

test('a code is its digits, whichever keyboard wrote them', () => {
  assert.equal(digitsOf('١٢٣ ٤٥٦'), '123456')
  assert.equal(digitsOf('۱۲۳۴۵۶'), '123456')
  assert.equal(digitsOf(' 123-456\n'), '123456')
  assert.equal(digitsOf('１２３abc'), '123')
})

test('the square of a picture is its shorter side, and never leaves it', () => {
  const picture = { width: 400, height: 200 }

  assert.deepEqual(cropOf(picture, { zoom: 1, x: 0.5, y: 0.5 }), { left: 100, top: 0, side: 200 })
  assert.deepEqual(cropOf(picture, { zoom: 2, x: 0.5, y: 0.5 }), { left: 150, top: 50, side: 100 })
  assert.deepEqual(cropOf(picture, { zoom: 1, x: 0, y: 0 }), { left: 0, top: 0, side: 200 })
  assert.deepEqual(cropOf(picture, { zoom: 99, x: 1, y: 1 }), { left: 350, top: 150, side: 50 })
})

test('a picture that is pulled past its edge comes back at once', () => {
  const picture = { width: 400, height: 200 }
  const atEdge = pulled(picture, { zoom: 1, x: 0.5, y: 0.5 }, { x: 9, y: 9 })

  assert.equal(cropOf(picture, atEdge).left, 0)
  assert.equal(cropOf(picture, pulled(picture, atEdge, { x: -0.25, y: 0 })).left, 50)
})

test('a time zone is found by any spelling of a part of its name', () => {
  const zones = zonesOf('Asia/Riyadh', 'توقيت مساحة العمل')
  const found = text => zones.filter(zone => matches(zone, text)).map(({ id }) => id)

  assert.deepEqual(found('new york'), ['America/New_York'])
  assert.ok(found('RIYADH').includes('Asia/Riyadh'))
  assert.deepEqual(found('nowhere at all'), [])
  assert.deepEqual(found('مساحه  العملِ'), [''])
  assert.equal(offsetOf('Asia/Riyadh'), 'UTC+3')
  assert.equal(offsetOf('No/Where'), '')
})
