/** Lines as they stand here, ended as the instrument ends them. */
const lines = (text: string): string => text.slice(1).replaceAll('\n', '\r\n');

/** What the instruments sent, in their own words; the frames are drawn in CP437. Origins: see README. */
export const systemConfiguration = lines(`
Instrument S/N:  18444
       Frequency:  76800 HZ
   Configuration:  4 BEAM, JANUS
     Match Layer:  10
      Beam Angle:  20 DEGREES
    Beam Pattern:  CONVEX
     Orientation:  UP
       Sensor(s):  HEADING  TILT 1  TILT 2  DEPTH  TEMPERATURE  PRESSURE
Pressure Sens Coefficients:
              c3 = -1.927850E-11
              c2 = +1.281892E-06
              c1 = +1.375793E+00
          Offset = +1.338634E+01

Temp Sens Offset:  -0.01 degrees C

    CPU Firmware:  50.40 [0]
   Boot Code Ver:  Required:  1.16   Actual:  1.16
    DEMOD #1 Ver:  ad48, Type:  1f
    DEMOD #2 Ver:  ad48, Type:  1f
    PWRTIMG  Ver:  85d3, Type:   7

Board Serial Number Data:
   72  00 00 06 FE BC D8  09 HPA727-3009-00B 
   81  00 00 06 F5 CD 9E  09 REC727-1004-06A
   A5  00 00 06 FF 1C 79  09 HPI727-3007-00A
   82  00 00 06 FF 23 E5  09 CPU727-2011-00E
   07  00 00 06 F6 05 15  09 TUN727-1005-06A
   DB  00 00 06 F5 CB 5D  09 DSP727-2001-06H
`);

export const compassCalibration = lines(`
ACTIVE FLUXGATE CALIBRATION MATRICES in NVRAM
               Calibration date and time: 9/14/2012  09:25:32
                             S inverse
          \xda                                                  \xbf
     Bx   \xb3   3.9218e-01  3.9660e-01 -3.1681e-02  6.4332e-03 \xb3
     By   \xb3  -2.4320e-02 -1.0376e-02 -2.2428e-03 -6.0628e-01 \xb3
     Bz   \xb3   2.2453e-01 -2.1972e-01 -2.7990e-01 -2.4339e-03 \xb3
     Err  \xb3   4.6514e-01 -4.0455e-01  6.9083e-01 -1.4291e-02 \xb3
          \xc0                                                  \xd9
                             Coil Offset
                         \xda                \xbf
                         \xb3   3.4233e+04   \xb3
                         \xb3   3.4449e+04   \xb3
                         \xb3   3.4389e+04   \xb3
                         \xb3   3.4698e+04   \xb3
                         \xc0                \xd9
                             Electrical Null
                              \xda       \xbf
                              \xb3 34285 \xb3
                              \xc0       \xd9
                    TILT CALIBRATION MATRICES in NVRAM
                Calibration date and time: 9/14/2012  09:14:45
              Average Temperature During Calibration was   24.4 \xf8C

                   Up                              Down

        \xda                           \xbf     \xda                           \xbf
 Roll   \xb3   7.4612e-07  -3.1727e-05 \xb3     \xb3  -3.0054e-07   3.2190e-05 \xb3
 Pitch  \xb3  -3.1639e-05  -6.3505e-07 \xb3     \xb3  -3.1965e-05  -1.4881e-07 \xb3
        \xc0                           \xd9     \xc0                           \xd9

        \xda                           \xbf     \xda                           \xbf
 Offset \xb3   3.2808e+04   3.2568e+04 \xb3     \xb3   3.2279e+04   3.3047e+04 \xb3
        \xc0                           \xd9     \xc0                           \xd9

                             \xda       \xbf
                      Null   \xb3 33500 \xb3
                             \xc0       \xd9





`);

export const ancillarySystemData = lines(`
Ambient  Temperature =    20.32 Degrees C
  Attitude Temperature =    24.65 Degrees C
  Internal Moisture    = 8F0Ah
`);

export const transmitPath = lines(`
IXMT    =      2.0 Amps rms  [Data=b0h]
VXMT    =     60.1 Volts rms [Data=9eh]
   Z    =     29.8 Ohms
Transmit Test Results = $0 ... PASS
`);

export const selfTest = lines(`
Ambient  Temperature =    23.43 Degrees C
  Attitude Temperature =    23.96 Degrees C
  Internal Moisture    = 8C66h

Correlation Magnitude: Narrow Bandwidth

               Lag  Bm1  Bm2  Bm3  Bm4
                 0  255  255  255  255
                 1  140  159  178  149
                 2   37   63   92   54
                 3   15   17   42    9
                 4   16    6   20    5
                 5    7    4   12    4
                 6   10    1   12    4
                 7    8    2    9    4

  High Gain RSSI:    67   65   72   65
   Low Gain RSSI:    11    8   12   10

  SIN Duty Cycle:    49   50   48   48
  COS Duty Cycle:    50   50   50   49

Receive Test Results = 00000000 ... PASS

IXMT    =      0.8 Amps rms  [Data=45h]
VXMT    =     43.8 Volts rms [Data=4ah]
   Z    =     55.5 Ohms
Transmit Test Results = $0 ... PASS

    0    0    0    0
    0    0    0    0
    0    0    0    0
   12   12   12   12
  255  255  255  255
    0    0    0    0
   12   12   12   12
  255  255  255  255
    0    0    0    0
    0    0    0    0
   12   12   12   12
  255  255  255  255
Electronics Test Results = $00000000
Receive Bandwidth:
    Sample      bw    bw    bw    bw    bw
      rate  expect   Bm1   Bm2   Bm3   Bm4
        38      12    13    12    10    14 Khz
   results          PASS  PASS  PASS  PASS
RSSI Time Constant:

RSSI Filter Strobe 1 =   38400 Hz
  time   Bm1   Bm2   Bm3   Bm4
  msec  cnts  cnts  cnts  cnts
     1     5     7     6     7
     2    11    14    11    12
     3    15    19    15    17
     4    19    23    19    22
     5    22    27    22    25
     6    25    29    25    28
     7    27    32    27    30
     8    29    33    29    32
     9    31    35    31    34
    10    32    36    32    35
   nom    40    43    41    43
result    PASS  PASS  PASS  PASS
`);

export const allParameters = lines(`
CD = 000 000 000 --------- Serial Data Out (Vel;Cor;Amp  PG;St;P0  P1;P2;P3)
CF = 11110 --------------- Flow Ctrl (EnsCyc;PngCyc;Binry;Ser;Rec)
CH = 1 ------------------- Suppress Banner
CI = 000 ----------------- Instrument ID (0-255)
CL = 0 ------------------- Sleep Enable (0 = Disable, 1 = Enable, 2 See Manual)
CN = 1 ------------------- Save NVRAM to recorder (0 = ON, 1 = OFF)
CP = 0 ------------------- PolledMode (1=ON, 0=OFF;  BREAK resets)
CQ = 255 ----------------- Xmt Power (0=Low, 255=High)
CX = 1 ------------------- Trigger Enable (0 = OFF, 1 = ON)
EA = +00000 -------------- Heading Alignment (1/100 deg)
EB = +00000 -------------- Heading Bias (1/100 deg)
EC = 1500 ---------------- Speed Of Sound (m/s)
ED = 00000 --------------- Transducer Depth (0 - 65535 dm)
EP = +0000 --------------- Tilt 1 Sensor (1/100 deg)
ER = +0000 --------------- Tilt 2 Sensor (1/100 deg)
ES = 35 ------------------ Salinity (0-40 pp thousand)
EX = 00000 --------------- Coord Transform (Xform:Type; Tilts; 3Bm; Map)
EZ = 1111101 ------------- Sensor Source (C;D;H;P;R;S;T)
PD = 00 ------------------ Data Stream Select (0-18)
SA = 001 ----------------- Synch Before/After Ping/Ensemble Bottom/Water/Both
SM = 1 ------------------- Mode Select (0=OFF,1=MASTER,2=SLAVE,3=NEMO)
ST = 00000 --------------- Slave Timeout (seconds,0=indefinite)
SW = 00100 --------------- Synch Delay (1/10 msec)
TC 00002 --------------- Ensembles Per Burst (0-65535)
TE 01:00:00.00 --------- Time per Ensemble (hrs:min:sec.sec/100)
TG ****/**/**,**:**:** - Time of First Ping (CCYY/MM/DD,hh:mm:ss)
TP 01:20.00 ------------ Time per Ping (min:sec.sec/100)
TT 2013/02/28,07:55:33 - Time Set (CCYY/MM/DD,hh:mm:ss)
TX 00:00:00 ------------ Buffer Output Period: (hh:mm:ss)
WA 255,001 ------------- False Target Threshold (Max)(0-255),[Start Bin]
WB 1 ------------------- Bandwidth Control (0=Wid,1=Nar)
WC 064 ----------------- Correlation Threshold
WD 111100000 ----------- Data Out (Vel;Cor;Amp  PG;St;P0  P1;P2;P3)
WE 5000 ---------------- Error Velocity Threshold (0-5000 mm/s)
WF 0088 ---------------- Blank After Transmit (cm)
WI 0 ------------------- Clip Data Past Bottom (0=OFF,1=ON)
WJ 1 ------------------- Rcvr Gain Select (0=Low,1=High)
WN 030 ----------------- Number of depth cells (1-255)
WP 00045 --------------- Pings per Ensemble (0-16384)
WQ 0 ------------------- Sample Ambient Sound (0=OFF,1=ON)
WS 0800 ---------------- Depth Cell Size (cm)
WT 0000 ---------------- Transmit Length (cm) [0 = Bin Length]
WU 0 ------------------- Ping Weighting (0=Box,1=Triangle)
WV 175 ----------------- Mode 1 Ambiguity Vel (cm/s radial)
`);

/** After a break. */
export const banner = lines(`

[BREAK Wakeup A]
WorkHorse Broadband ADCP Version 50.40
Teledyne RD Instruments (c) 1996-2010
All Rights Reserved.
>`);
