/** Will draw the river from the left bank to the door, the lit window at `done` of the way (0–1; 1 is inside), as SVG text for both clients. */
export function river(done: number): string {
  const x0 = 14, x1 = 300
  const y = (x: number) => 44 - 17 * Math.sin((x - x0) / 46)
  const at = x0 + (x1 - x0) * Math.min(1, Math.max(0, done))
  const path = (from: number, to: number) => {
    const points: string[] = []
    for (let x = from; x < to; x += 6) points.push(`${x.toFixed(1)} ${y(x).toFixed(1)}`)
    points.push(`${to.toFixed(1)} ${y(to).toFixed(1)}`)
    return 'M' + points.join('L')
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 358 76" fill="none" stroke-linecap="round" stroke-linejoin="round">`
    + (at < x1 ? `<path d="${path(at, x1)}" stroke="#7d8a87" stroke-width="4" stroke-dasharray="1 10"/>` : '')
    + (at > x0 ? `<path d="${path(x0, at)}" stroke="#2e7f7d" stroke-width="5"/>` : '')
    + `<g stroke="#14505a" stroke-width="3"><path d="m304 34 18-18 8 8 4-4 14 14"/><path d="M308 34h36v24h-36z"/>${done < 1 ? '<path d="M320 40h12v12h-12z" fill="#f6c453" stroke="none"/>' : '<path d="M319 39h14v14h-14z" fill="#f6c453" stroke="#b4441a"/>'}</g>`
    + (done >= 1 ? '</svg>' : `<rect x="${(at - 11).toFixed(1)}" y="${(y(at) - 11).toFixed(1)}" width="22" height="22" rx="6" fill="#f6c453" stroke="#b4441a" stroke-width="4"/></svg>`)
}
