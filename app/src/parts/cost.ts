import { html, nothing, type TemplateResult } from "lit";
import type { Format } from "../format.js";
import type { Strings } from "../strings.js";
import type { Amount, EnergyCost } from "../types.js";

/** What a period costs, by the prices of the tariff, as a bill has it; nothing where there is no tariff. */
export function costTable(cost: EnergyCost, t: Strings, format: Format): TemplateResult | typeof nothing {
  const { complete, cost: amount } = cost.whole;
  const money = (ct: number) => format.money(ct / 100, amount.currency);
  if (amount.lines.length === 0) {
    return nothing;
  }
  return html`<section class="cost" aria-labelledby="cost-title">
    <h2 id="cost-title">${t.cost}</h2>
    <p>
      <span class="figure-large" data-total=${amount.total}>${format.money(amount.total, amount.currency)}</span>
      ${complete ? nothing : html`<span class="reservation">${t.costSoFar}</span>`}
    </p>
    <table class="ledger">
      <caption class="visually-hidden">${t.cost}</caption>
      <thead>
        <tr>
          <th scope="col">${t.tariff}</th>
          <th scope="col" class="figure">${t.energy}</th>
          <th scope="col" class="figure">${t.priceOf}</th>
          <th scope="col" class="figure">${t.amount}</th>
        </tr>
      </thead>
      <tbody>
        ${amount.lines.map(
          (line) => html`<tr data-price=${line.price}>
            <th scope="row">${t.price[line.price] ?? line.price}
              <span class="small">${line.tariffName}</span></th>
            <td class="figure">${format.energy(line.valueWh)}</td>
            <td class="figure">${format.price(line.ctPerKwh)}</td>
            <td class="figure">${money(line.ct)}</td>
          </tr>`,
        )}
        ${amount.standingDays === 0
          ? nothing
          : html`<tr data-price="standing">
              <th scope="row">${t.standing}</th>
              <td class="figure" colspan="2">${t.days(amount.standingDays)}</td>
              <td class="figure">${money(amount.standingCt)}</td>
            </tr>`}
      </tbody>
    </table>
    ${roundedApart(amount) ? html`<p class="small">${t.rounded}</p>` : nothing}
    ${amount.unpricedWh === 0
      ? nothing
      : html`<p class="small">${t.unpriced(format.energy(amount.unpricedWh))}</p>`}
  </section>`;
}

/** Whether the amounts as they are shown add up to another total: each is rounded for itself. */
function roundedApart(amount: Amount): boolean {
  const shown = [amount.standingCt, ...amount.lines.map((line) => line.ct)];
  return shown.reduce((sum, ct) => sum + Math.round(ct), 0) !== Math.round(amount.total * 100);
}
