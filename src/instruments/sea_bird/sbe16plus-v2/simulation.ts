import type { Simulation } from '../../../definition/simulation.ts';
import { secondsSince2000 } from '../hex.ts';
import { rawValues, seacatSimulation } from '../seacat-simulation.ts';

/** What an SBE 16plus V2 (S/N 01650188, firmware 3.1.9) told of itself when its data were uploaded; see README. The line of `DualGTD` is other firmware's. */
export const simulation: Simulation = {
  ...seacatSimulation,
  answers: [{ to: /^Biowiper=[yn]$/i, in: 'command', reply: 'S>' }],
  replies: {
    get_status: `\
<StatusData DeviceType='SBE16plus' SerialNumber='01650188'>\r
   <DateTime>2017-05-04T18:35:51</DateTime>\r
   <LoggingState>not logging</LoggingState>\r
   <EventSummary numEvents='0'/>\r
   <Power>\r
      <vMain>11.3</vMain>\r
      <vLith>8.4</vLith>\r
      <iMain>61.6</iMain>\r
      <iSerial> 0.4</iSerial>\r
   </Power>\r
   <MemorySummary>\r
      <Bytes>36603</Bytes>\r
      <Samples>1743</Samples>\r
      <SamplesFree>3131501</SamplesFree>\r
      <SampleLength>21</SampleLength>\r
      <Headers>1</Headers>\r
   </MemorySummary>\r
</StatusData>\r
`,
    get_hardware: `\
<HardwareData DeviceType='SBE16plus' SerialNumber='01650188'>\r
   <Manufacturer>Sea-Bird Electronics, Inc.</Manufacturer>\r
   <FirmwareVersion>3.1.9</FirmwareVersion>\r
   <FirmwareDate>Apr 22 2016 14:16:47</FirmwareDate>\r
   <CommandSetVersion>2.4</CommandSetVersion>\r
   <PCBAssembly PCBSerialNum='108503' AssemblyNum='41054H'/>\r
   <PCBAssembly PCBSerialNum='108504' AssemblyNum='41967A'/>\r
   <PCBAssembly PCBSerialNum='108506' AssemblyNum='41606'/>\r
   <PCBAssembly PCBSerialNum='108505' AssemblyNum='41059D'/>\r
   <MfgDate>13 Jul 2016</MfgDate>\r
   <InternalSensors>\r
      <Sensor id='Main Temperature'>\r
         <type>temperature0</type>\r
         <SerialNumber>01650188</SerialNumber>\r
      </Sensor>\r
      <Sensor id='Main Conductivity'>\r
         <type>conductivity-0</type>\r
         <SerialNumber>01650188</SerialNumber>\r
      </Sensor>\r
      <Sensor id='Main Pressure'>\r
         <type>strain-0</type>\r
         <SerialNumber>10237874</SerialNumber>\r
      </Sensor>\r
   </InternalSensors>\r
   <ExternalSensors>\r
      <Sensor id='volt 0'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id='volt 1'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id='volt 2'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id='volt 3'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id='volt 4'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id='volt 5'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id='serial'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
   </ExternalSensors>\r
</HardwareData>\r
`,
    get_configuration: `\
<ConfigurationData DeviceType='SBE16plus' SerialNumber='01650188'>\r
   <SamplingParameters>\r
      <SampleInterval>3600</SampleInterval>\r
      <MeasurementsPerSample>10</MeasurementsPerSample>\r
      <Pump>no pump</Pump>\r
      <DelayBeforeSampling>2.0</DelayBeforeSampling>\r
      <DelayAfterSampling>0.0</DelayAfterSampling>\r
      <TransmitRealTime>yes</TransmitRealTime>\r
   </SamplingParameters>\r
   <Battery>\r
      <CutOff>7.5</CutOff>\r
   </Battery>\r
   <DataChannels>\r
      <ExtVolt0>no</ExtVolt0>\r
      <ExtVolt1>no</ExtVolt1>\r
      <ExtVolt2>no</ExtVolt2>\r
      <ExtVolt3>no</ExtVolt3>\r
      <ExtVolt4>no</ExtVolt4>\r
      <ExtVolt5>no</ExtVolt5>\r
      <SBE38>no</SBE38>\r
      <SBE50>no</SBE50>\r
      <WETLABS>yes</WETLABS>\r
      <OPTODE>no</OPTODE>\r
      <SBE63>no</SBE63>\r
      <SeaFET>no</SeaFET>\r
      <GTD>no</GTD>\r
      <DualGTD>no</DualGTD>\r
   </DataChannels>\r
   <EchoCharacters>no</EchoCharacters>\r
   <OutputExecutedTag>yes</OutputExecutedTag>\r
   <OutputFormat>converted decimal</OutputFormat>\r
   <OutputSalinity>no</OutputSalinity>\r
   <OutputSoundVelocity>no</OutputSoundVelocity>\r
   <OutputSigmaT_V_I>no</OutputSigmaT_V_I>\r
   <SerialLineSync>no</SerialLineSync>\r
</ConfigurationData>\r
`,
    get_calibration: `\
<CalibrationCoefficients DeviceType='SBE16plus' SerialNumber='01650188'>\r
   <Calibration format='TEMP1' id='Main Temperature'>\r
      <SerialNum>01650188</SerialNum>\r
      <CalDate>20-Jul-16</CalDate>\r
      <TA0>1.252645e-03</TA0>\r
      <TA1>2.766160e-04</TA1>\r
      <TA2>-1.403366e-06</TA2>\r
      <TA3>1.933088e-07</TA3>\r
      <TOFFSET>0.000000e+00</TOFFSET>\r
   </Calibration>\r
   <Calibration format='WBCOND0' id='Main Conductivity'>\r
      <SerialNum>01650188</SerialNum>\r
      <CalDate>20-Jul-16</CalDate>\r
      <G>-9.831763e-01</G>\r
      <H>1.397252e-01</H>\r
      <I>-1.691688e-04</I>\r
      <J>3.237095e-05</J>\r
      <CPCOR>-9.570000e-08</CPCOR>\r
      <CTCOR>3.250000e-06</CTCOR>\r
      <CSLOPE>1.000000e+00</CSLOPE>\r
   </Calibration>\r
   <Calibration format='STRAIN0' id='Main Pressure'>\r
      <SerialNum>10237874</SerialNum>\r
      <CalDate>15-Jul-16</CalDate>\r
      <PA0>-1.411653e-01</PA0>\r
      <PA1>4.898623e-04</PA1>\r
      <PA2>-4.118110e-12</PA2>\r
      <PTCA0>5.238135e+05</PTCA0>\r
      <PTCA1>-2.096672e+01</PTCA1>\r
      <PTCA2>3.491659e-01</PTCA2>\r
      <PTCB0>2.499263e+01</PTCB0>\r
      <PTCB1>-8.750000e-04</PTCB1>\r
      <PTCB2>0.000000e+00</PTCB2>\r
      <PTEMPA0>-5.613623e+01</PTEMPA0>\r
      <PTEMPA1>5.556984e+01</PTEMPA1>\r
      <PTEMPA2>-8.333940e-01</PTEMPA2>\r
      <POFFSET>0.000000e+00</POFFSET>\r
      <PRANGE>1.600000e+02</PRANGE>\r
   </Calibration>\r
   <Calibration format='VOLT0' id='Volt 0'>\r
      <OFFSET>-4.670000e-02</OFFSET>\r
      <SLOPE>1.251057e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format='VOLT0' id='Volt 1'>\r
      <OFFSET>-4.573579e-02</OFFSET>\r
      <SLOPE>1.252129e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format='VOLT0' id='Volt 2'>\r
      <OFFSET>-4.677158e-02</OFFSET>\r
      <SLOPE>1.251047e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format='VOLT0' id='Volt 3'>\r
      <OFFSET>-4.646000e-02</OFFSET>\r
      <SLOPE>1.251656e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format='VOLT0' id='Volt 4'>\r
      <OFFSET>-4.618316e-02</OFFSET>\r
      <SLOPE>1.251666e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format='VOLT0' id='Volt 5'>\r
      <OFFSET>-4.594316e-02</OFFSET>\r
      <SLOPE>1.251921e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format='FREQ0' id='external frequency channel'>\r
      <EXTFREQSF>1.000018e+00</EXTFREQSF>\r
   </Calibration>\r
</CalibrationCoefficients>\r
`,
    get_event_counters: `\
<EventCounters DeviceType='SBE16plus' SerialNumber='01650188'>\r
   <EventSummary numEvents='0'/>\r
</EventCounters>\r
`,
  },
  records: {
    sample: '#0688AA0A5ECF0874183C631022011804DE1F812C62\r\n',
    converted_sample: '# 14.7850,  3.96796,    0.981, 740, 222, 73, 17 Oct 2014 21:30:17\r\n',
    modem_sample: '50059,23.8673,-0.00001,0.003,1.6306,3.6780,1.8025,4.0166,04Aug201506:00:03\r\n',
  },
  streams: { sample: { every: { parameter: 'sample_interval' }, while: 'tx_realtime' } },
  initial: { n_cycles: 4, sample_interval: 10, pump_mode: 'during_sample', output_format: 'raw_hex', echo: true },
  values: { sample: { ...rawValues, ctd_time: { clock: secondsSince2000 } } },
};
