/** What optode S/N 134 answered when it was asked through its SeaCAT (a constant of OOI's tests). */
export const SETTINGS = {
  product_number: '4831',
  serial_number: '134',
  analog_output: 'CalPhase',
  calphase: 30.05,
  enable_temperature: false,
  enable_text: false,
  enable_humiditycomp: true,
  enable_airsaturation: false,
  enable_rawdata: false,
  interval: 5,
  mode: 'Smart Sensor Terminal',
};
