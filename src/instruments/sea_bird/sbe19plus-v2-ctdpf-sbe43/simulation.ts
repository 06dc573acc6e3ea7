import type { Simulation } from '../../../definition/simulation.ts';
import { profilerSimulation } from '../seacat-simulation.ts';

/** What SBE 19plus V2 S/N 01906914 (firmware 2.5.2) answered, as OOI's tests keep it; see README. The line of `DualGTD` is other firmware's. */
export const simulation: Simulation = {
  ...profilerSimulation,
  replies: {
    get_status: `\
<StatusData DeviceType = 'SBE19plus' SerialNumber = '01906914'>\r
   <DateTime>2014-03-20T09:09:06</DateTime>\r
   <LoggingState>not logging</LoggingState>\r
   <EventSummary numEvents = '260'/>\r
   <Power>\r
      <vMain>13.0</vMain>\r
      <vLith>8.6</vLith>\r
      <iMain>51.1</iMain>\r
      <iPump>145.6</iPump>\r
      <iExt01> 0.5</iExt01>\r
   </Power>\r
   <MemorySummary>\r
      <Bytes>330</Bytes>\r
      <Samples>15</Samples>\r
      <SamplesFree>2990809</SamplesFree>\r
      <SampleLength>13</SampleLength>\r
      <Profiles>0</Profiles>\r
   </MemorySummary>\r
</StatusData>\r
`,
    get_hardware: `\
<HardwareData DeviceType = 'SBE19plus' SerialNumber = '01906914'>\r
   <Manufacturer>Sea-Bird Electronics, Inc.</Manufacturer>\r
   <FirmwareVersion>2.5.2</FirmwareVersion>\r
   <FirmwareDate>16 March 2011 08:50</FirmwareDate>\r
   <CommandSetVersion>1.2</CommandSetVersion>\r
   <PCBAssembly PCBSerialNum = '49577' AssemblyNum = '41054H'/>\r
   <PCBAssembly PCBSerialNum = '46750' AssemblyNum = '41580B'/>\r
   <PCBAssembly PCBSerialNum = '49374' AssemblyNum = '41606'/>\r
   <PCBAssembly PCBSerialNum = '38071' AssemblyNum = '41057A'/>\r
   <MfgDate>29 SEP 2011</MfgDate>\r
   <InternalSensors>\r
      <Sensor id = 'Main Temperature'>\r
         <type>temperature0</type>\r
         <SerialNumber>01906914</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'Main Conductivity'>\r
         <type>conductivity-0</type>\r
         <SerialNumber>01906914</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'Main Pressure'>\r
         <type>strain-0</type>\r
         <SerialNumber>3313899</SerialNumber>\r
      </Sensor>\r
   </InternalSensors>\r
   <ExternalSensors>\r
      <Sensor id = 'volt 0'>\r
         <type>SBE 43 OXY</type>\r
         <SerialNumber>432484</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 1'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 2'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 3'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 4'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'volt 5'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
      <Sensor id = 'serial'>\r
         <type>not assigned</type>\r
         <SerialNumber>not assigned</SerialNumber>\r
      </Sensor>\r
   </ExternalSensors>\r
</HardwareData>\r
`,
    get_configuration: `\
<ConfigurationData DeviceType = 'SBE19plus' SerialNumber = '01906914'>\r
   <ProfileMode>\r
      <ScansToAverage>4</ScansToAverage>\r
      <MinimumCondFreq>2500</MinimumCondFreq>\r
      <PumpDelay>15</PumpDelay>\r
      <AutoRun>no</AutoRun>\r
      <IgnoreSwitch>yes</IgnoreSwitch>\r
   </ProfileMode>\r
   <Battery>\r
      <Type>alkaline</Type>\r
      <CutOff>7.5</CutOff>\r
   </Battery>\r
   <DataChannels>\r
      <ExtVolt0>yes</ExtVolt0>\r
      <ExtVolt1>no</ExtVolt1>\r
      <ExtVolt2>no</ExtVolt2>\r
      <ExtVolt3>no</ExtVolt3>\r
      <ExtVolt4>no</ExtVolt4>\r
      <ExtVolt5>no</ExtVolt5>\r
      <SBE38>no</SBE38>\r
      <WETLABS>no</WETLABS>\r
      <OPTODE>no</OPTODE>\r
      <SBE63>no</SBE63>\r
      <GTD>no</GTD>\r
      <DualGTD>no</DualGTD>\r
   </DataChannels>\r
   <EchoCharacters>yes</EchoCharacters>\r
   <OutputExecutedTag>no</OutputExecutedTag>\r
   <OutputFormat>raw HEX</OutputFormat>\r
</ConfigurationData>\r
`,
    get_calibration: `\
<CalibrationCoefficients DeviceType = 'SBE19plus' SerialNumber = '01906914'>\r
   <Calibration format = 'TEMP1' id = 'Main Temperature'>\r
      <SerialNum>01906914</SerialNum>\r
      <CalDate>09-Oct-11</CalDate>\r
      <TA0>1.254755e-03</TA0>\r
      <TA1>2.758871e-04</TA1>\r
      <TA2>-1.368268e-06</TA2>\r
      <TA3>1.910795e-07</TA3>\r
      <TOFFSET>0.000000e+00</TOFFSET>\r
   </Calibration>\r
   <Calibration format = 'WBCOND0' id = 'Main Conductivity'>\r
      <SerialNum>01906914</SerialNum>\r
      <CalDate>09-Oct-11</CalDate>\r
      <G>-9.761799e-01</G>\r
      <H>1.369994e-01</H>\r
      <I>-3.523860e-04</I>\r
      <J>4.404252e-05</J>\r
      <CPCOR>-9.570000e-08</CPCOR>\r
      <CTCOR>3.250000e-06</CTCOR>\r
      <CSLOPE>1.000000e+00</CSLOPE>\r
   </Calibration>\r
   <Calibration format = 'STRAIN0' id = 'Main Pressure'>\r
      <SerialNum>3313899</SerialNum>\r
      <CalDate>06-Oct-11</CalDate>\r
      <PA0>-3.689246e-02</PA0>\r
      <PA1>1.545570e-03</PA1>\r
      <PA2>6.733197e-12</PA2>\r
      <PTCA0>5.249034e+05</PTCA0>\r
      <PTCA1>1.423189e+00</PTCA1>\r
      <PTCA2>-1.206562e-01</PTCA2>\r
      <PTCB0>2.501288e+01</PTCB0>\r
      <PTCB1>-2.250000e-04</PTCB1>\r
      <PTCB2>0.000000e+00</PTCB2>\r
      <PTEMPA0>-5.677620e+01</PTEMPA0>\r
      <PTEMPA1>5.424624e+01</PTEMPA1>\r
      <PTEMPA2>-2.278113e-01</PTEMPA2>\r
      <POFFSET>0.000000e+00</POFFSET>\r
      <PRANGE>5.080000e+02</PRANGE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 0'>\r
      <OFFSET>-4.650526e-02</OFFSET>\r
      <SLOPE>1.246381e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 1'>\r
      <OFFSET>-4.618105e-02</OFFSET>\r
      <SLOPE>1.247197e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 2'>\r
      <OFFSET>-4.659790e-02</OFFSET>\r
      <SLOPE>1.247601e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 3'>\r
      <OFFSET>-4.502421e-02</OFFSET>\r
      <SLOPE>1.246911e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 4'>\r
      <OFFSET>-4.589158e-02</OFFSET>\r
      <SLOPE>1.246346e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'VOLT0' id = 'Volt 5'>\r
      <OFFSET>-4.609895e-02</OFFSET>\r
      <SLOPE>1.247868e+00</SLOPE>\r
   </Calibration>\r
   <Calibration format = 'FREQ0' id = 'external frequency channel'>\r
      <EXTFREQSF>1.000008e+00</EXTFREQSF>\r
   </Calibration>\r
</CalibrationCoefficients>\r
`,
    get_event_counters: `\
<EventCounters DeviceType = 'SBE19plus' SerialNumber = '01906914'>\r
   <EventSummary numEvents = '260'/>\r
</EventCounters>\r
`,
  },
  records: { ...profilerSimulation.records, sample: '04570F0A1E910828FC47BC59F1\r\n' },
};
