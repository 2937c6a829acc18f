import { after } from 'node:test'
import { Deployment } from './deployment.js'
import { Driver } from './webdriver.js'

/** What every browser test plays on: the five services with the demo, and browsers; gone after the file's last test. */
export async function stage() {
  const deployment = await Deployment.start()
  /** @type {Driver|undefined} */
  let driver
  after(async () => {
    await driver?.stop()
    await deployment.stop()
  })
  driver = await Driver.start()
  return { deployment, driver }
}
