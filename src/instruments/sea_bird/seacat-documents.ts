import { integer, number, text } from '../../definition/field.ts';
import { type BlockField, block, found, foundAll } from '../../definition/stream.ts';
import { fromIso } from '../../kit/time.ts';
import { attribute, documentOf, element, elementIn, yesNoField } from './xml.ts';

// What a SeaCAT V2 tells of itself: one XML document for each of GetSD, GetHD, GetCD, GetCC and GetEC.

type Fields = Readonly<Record<string, BlockField>>;

const optional = { optional: true };
const DATE_TIME = element('DateTime');
const volts = 'V';
const milliamperes = 'mA';

/** The reply to `GetSD`. */
export const statusData = (ooi?: string) =>
  block(
    documentOf('StatusData'),
    {
      serial_number: found(attribute('StatusData', 'SerialNumber'), text()),
      date_time_string: found(DATE_TIME, text({ title: "The instrument's clock" })),
      logging_status: found(element('LoggingState'), text()),
      num_events: found(attribute('EventSummary', 'numEvents'), integer()),
      battery_voltage_main: found(element('vMain'), number({ unit: volts })),
      battery_voltage_lithium: found(element('vLith'), number({ unit: volts })),
      operational_current: found(element('iMain'), number({ unit: milliamperes })),
      pump_current: found(element('iPump'), number({ unit: milliamperes }), optional),
      ext_v01_current: found(element('iExt01'), number({ unit: milliamperes }), optional),
      serial_current: found(element('iSerial'), number({ unit: milliamperes }), optional),
      memory_used: found(element('Bytes'), integer({ unit: 'byte', ooi: 'mem_free' })),
      num_samples: found(element('Samples'), integer()),
      samples_free: found(element('SamplesFree'), integer()),
      sample_length: found(element('SampleLength'), integer({ unit: 'byte' })),
      profiles: found(element('(?:Profiles|Headers)'), integer(), optional),
    },
    {
      title: 'Status',
      ...(ooi && { ooi }),
      deviceTime: (document) => fromIso(DATE_TIME.exec(document)?.[1] ?? ''),
    },
  );

const PRESSURE = 'Main Pressure';
const sensor = (id: string, tag: string) => found(elementIn('Sensor', id, tag), text());

/** The reply to `GetHD`. OOI names the pressure sensor's serial number by its make. */
export const hardwareData = (ooi?: string, { pressureSensor }: { readonly pressureSensor?: string } = {}) =>
  block(
    documentOf('HardwareData'),
    {
      serial_number: found(attribute('HardwareData', 'SerialNumber'), text()),
      firmware_version: found(element('FirmwareVersion'), text()),
      firmware_date: found(element('FirmwareDate'), text()),
      command_set_version: found(element('CommandSetVersion'), text()),
      pcb_serial_number: foundAll(attribute('PCBAssembly', 'PCBSerialNum'), text()),
      assembly_number: foundAll(attribute('PCBAssembly', 'AssemblyNum'), text()),
      manufacture_date: found(element('MfgDate'), text()),
      temp_sensor_serial_number: sensor('Main Temperature', 'SerialNumber'),
      cond_sensor_serial_number: sensor('Main Conductivity', 'SerialNumber'),
      pressure_sensor_type: sensor(PRESSURE, 'type'),
      pressure_sensor_serial_number: found(
        elementIn('Sensor', PRESSURE, 'SerialNumber'),
        text(pressureSensor === undefined ? {} : { ooi: `${pressureSensor}_pressure_sensor_serial_number` }),
      ),
      volt0_type: sensor('volt 0', 'type'),
      volt0_serial_number: sensor('volt 0', 'SerialNumber'),
      volt1_type: sensor('volt 1', 'type'),
      volt1_serial_number: sensor('volt 1', 'SerialNumber'),
    },
    { title: 'Hardware', ...(ooi && { ooi }) },
  );

/** What every `GetCD` shows. */
export const dataChannels = {
  serial_number: found(attribute('ConfigurationData', 'SerialNumber'), text()),
  battery_cutoff: found(element('CutOff'), number({ unit: volts })),
  ext_volt_0: found(element('ExtVolt0'), yesNoField()),
  ext_volt_1: found(element('ExtVolt1'), yesNoField()),
  ext_volt_2: found(element('ExtVolt2'), yesNoField()),
  ext_volt_3: found(element('ExtVolt3'), yesNoField()),
  ext_volt_4: found(element('ExtVolt4'), yesNoField()),
  ext_volt_5: found(element('ExtVolt5'), yesNoField()),
  sbe38: found(element('SBE38'), yesNoField()),
  wetlabs: found(element('WETLABS'), yesNoField()),
  optode: found(element('OPTODE'), yesNoField()),
  sbe63: found(element('SBE63'), yesNoField(), optional),
  gas_tension_device: found(element('GTD'), yesNoField()),
  echo_characters: found(element('EchoCharacters'), yesNoField()),
  output_executed_tag: found(element('OutputExecutedTag'), yesNoField()),
  output_format: found(element('OutputFormat'), text()),
};

const coefficient = (tag: string) => found(element(tag), number());
/** Of strain gauges only, or of quartz sensors only. */
const perhaps = (tag: string) => found(element(tag), number(), optional);
const calibrated = (id: string) => found(elementIn('Calibration', id, 'CalDate'), text());
const serial = (id: string) => found(elementIn('Calibration', id, 'SerialNum'), text());
const ofVolt = (channel: number, tag: string) => found(elementIn('Calibration', `Volt ${channel}`, tag), number());

/** The reply to `GetCC`, for strain gauges and quartz sensors; a coefficient that the document does not have is `null`. */
export const calibrationCoefficients = <F extends Fields>(ooi: string, more: F) =>
  block(
    documentOf('CalibrationCoefficients'),
    {
      serial_number: found(attribute('CalibrationCoefficients', 'SerialNumber'), text()),
      temp_sensor_serial_number: serial('Main Temperature'),
      calibration_date_temperature: calibrated('Main Temperature'),
      temp_coeff_ta0: coefficient('TA0'),
      temp_coeff_ta1: coefficient('TA1'),
      temp_coeff_ta2: coefficient('TA2'),
      temp_coeff_ta3: coefficient('TA3'),
      temp_coeff_offset: coefficient('TOFFSET'),
      cond_sensor_serial_number: serial('Main Conductivity'),
      calibration_date_conductivity: calibrated('Main Conductivity'),
      cond_coeff_cg: coefficient('G'),
      cond_coeff_ch: coefficient('H'),
      cond_coeff_ci: coefficient('I'),
      cond_coeff_cj: coefficient('J'),
      cond_coeff_cpcor: coefficient('CPCOR'),
      cond_coeff_ctcor: coefficient('CTCOR'),
      cond_coeff_cslope: coefficient('CSLOPE'),
      pressure_sensor_serial_number: serial(PRESSURE),
      calibration_date_pressure: calibrated(PRESSURE),
      press_coeff_pa0: perhaps('PA0'),
      press_coeff_pa1: perhaps('PA1'),
      press_coeff_pa2: perhaps('PA2'),
      press_coeff_ptca0: perhaps('PTCA0'),
      press_coeff_ptca1: perhaps('PTCA1'),
      press_coeff_ptca2: perhaps('PTCA2'),
      press_coeff_ptcb0: perhaps('PTCB0'),
      press_coeff_ptcb1: perhaps('PTCB1'),
      press_coeff_ptcb2: perhaps('PTCB2'),
      press_coeff_ptempa0: perhaps('PTEMPA0'),
      press_coeff_ptempa1: perhaps('PTEMPA1'),
      press_coeff_ptempa2: perhaps('PTEMPA2'),
      press_coeff_pc1: perhaps('PC1'),
      press_coeff_pc2: perhaps('PC2'),
      press_coeff_pc3: perhaps('PC3'),
      press_coeff_pd1: perhaps('PD1'),
      press_coeff_pd2: perhaps('PD2'),
      press_coeff_pt1: perhaps('PT1'),
      press_coeff_pt2: perhaps('PT2'),
      press_coeff_pt3: perhaps('PT3'),
      press_coeff_pt4: perhaps('PT4'),
      press_coeff_pslope: perhaps('PSLOPE'),
      press_coeff_poffset: coefficient('POFFSET'),
      pressure_sensor_range: found(element('PRANGE'), number({ unit: 'psi' }), optional),
      ext_volt0_offset: ofVolt(0, 'OFFSET'),
      ext_volt0_slope: ofVolt(0, 'SLOPE'),
      ext_volt1_offset: ofVolt(1, 'OFFSET'),
      ext_volt1_slope: ofVolt(1, 'SLOPE'),
      ext_volt2_offset: ofVolt(2, 'OFFSET'),
      ext_volt2_slope: ofVolt(2, 'SLOPE'),
      ext_volt3_offset: ofVolt(3, 'OFFSET'),
      ext_volt3_slope: ofVolt(3, 'SLOPE'),
      ext_volt4_offset: ofVolt(4, 'OFFSET'),
      ext_volt4_slope: ofVolt(4, 'SLOPE'),
      ext_volt5_offset: ofVolt(5, 'OFFSET'),
      ext_volt5_slope: ofVolt(5, 'SLOPE'),
      ext_freq_sf: coefficient('EXTFREQSF'),
      ...more,
    },
    { title: 'Calibration coefficients', ooi },
  );

/** The reply to `GetEC`. */
export const eventCounters = block(
  documentOf('EventCounters'),
  {
    num_events: found(attribute('EventSummary', 'numEvents'), integer()),
    event_type: foundAll(attribute('Event', 'type'), text()),
    event_count: foundAll(attribute('Event', 'count'), integer()),
  },
  { title: 'Events since they were last reset' },
);
