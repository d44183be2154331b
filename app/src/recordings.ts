/** Whose recordings the demonstration plays. The licences ask for these lines; they travel with the data. */

export interface Source {
  title: string;
  by: string;
  licence: string;
  licenceAt: string;
}

const CC_BY_4 = { licence: "CC BY 4.0", licenceAt: "https://creativecommons.org/licenses/by/4.0/" };

export const SOURCES: readonly Source[] = [
  {
    title: "Smart-Grid Smart-City Customer Trial Data",
    by: "Ausgrid and the Australian Government, data.gov.au; households as sampled in Sayani07/gravitas",
    licence: "CC BY 3.0 AU",
    licenceAt: "https://creativecommons.org/licenses/by/3.0/au/",
  },
  {
    title: "REFIT: An electrical load measurements dataset of United Kingdom households",
    by: "D. Murray, L. Stankovic, V. Stankovic, University of Strathclyde, Scientific Data 4:160122 (2017)",
    ...CC_BY_4,
  },
  {
    title: "The UK-DALE dataset",
    by: "J. Kelly, W. Knottenbelt, Imperial College London, Scientific Data 2:150007 (2015)",
    ...CC_BY_4,
  },
  {
    title: "The IDEAL household energy dataset",
    by: "M. Pullinger et al., University of Edinburgh, Scientific Data 8:146 (2021)",
    ...CC_BY_4,
  },
];
